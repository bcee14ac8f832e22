import type { Day, Month } from "#lib/core/dates.ts";

/**
 * Money that comes in at once for several months or villages. Villages by code, a cluster by the beginning of
 * its name.
 */
export type DemoReceipt = {
  townCode: string;
  receivedOn: Day;
  fromMonth: Month;
  months: number;
  account: string;
  amountFen: number;
  villageCode?: string;
  cluster?: string;
  oneOff: boolean;
  voucher: string;
  note: string;
  /** Entered wrongly, and taken back whole on a later day. */
  withdrawn?: { on: Day; reason: string };
};

const yuan = 100;

/**
 * In 莲花镇 a three-year rent and a cluster's shared income, in 新民镇 a year's fees, in 洪塘镇 a deposit that was
 * taken for rent: enough to see every state of a portion.
 */
export const demoReceipts: DemoReceipt[] = [
  {
    townCode: "350212105000",
    receivedOn: "2016-07-12",
    fromMonth: "2016-07",
    months: 36,
    account: "501",
    villageCode: "350212105206",
    amountFen: 54_000 * yuan,
    oneOff: false,
    voucher: "演示收-0712",
    note: "高山茶叶初制厂房三年租金，一次收取",
  },
  {
    townCode: "350212105000",
    receivedOn: "2016-09-20",
    fromMonth: "2016-09",
    months: 6,
    account: "501",
    cluster: "白交祠",
    amountFen: 20_000 * yuan,
    oneOff: false,
    voucher: "演示收-0920",
    note: "组团合办研学接待半年承包款",
  },
  {
    townCode: "350212106000",
    receivedOn: "2016-05-18",
    fromMonth: "2016-05",
    months: 12,
    account: "511",
    cluster: "梧侣",
    amountFen: 36_000 * yuan,
    oneOff: false,
    voucher: "演示收-0518",
    note: "组团共有摊位一年发包收入",
  },
  {
    townCode: "350212107000",
    receivedOn: "2016-12-28",
    fromMonth: "2017-01",
    months: 24,
    account: "501",
    villageCode: "350212107001",
    amountFen: 24_000 * yuan,
    oneOff: false,
    voucher: "演示收-1228",
    note: "旧粮站两年租金，一次收取",
    withdrawn: { on: "2016-12-29", reason: "款项是履约保证金，不是租金，整笔撤回" },
  },
];
