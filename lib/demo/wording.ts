import type { Stage } from "#db/schema/funding.ts";
import type { DelayReason, Phase } from "#db/schema/projects.ts";
import type { Day } from "#lib/core/dates.ts";
import type { Movement } from "./budgets.ts";
import type { Random } from "./random.ts";

// What clerks write. Every number of a document begins with 演示, so that none can be taken for a real one.

const doing: Record<Phase, string[]> = {
  identified: ["完成选址，村民代表会议已表决通过", "正在编制项目建议书", "与镇街对接用地和资金安排"],
  approved: ["立项已批复，正在委托设计", "初步设计已送审", "开展地勘和红线测量"],
  preparation: [
    "施工图审查完成，准备招标",
    "招标公告已发布",
    "合同已签订，施工单位进场准备",
    "征地和青苗补偿基本谈妥",
  ],
  building: [
    "基础施工完成",
    "主体施工按计划推进",
    "完成二层浇筑",
    "设备已订货，安装队伍进场",
    "外墙和水电同步施工",
    "室外道路和管线施工",
    "装修收尾",
  ],
  accepted: ["竣工验收合格，办理移交手续", "正在招租，已有意向承租方", "消防整改完成"],
  operating: ["已签订经营合同，正常运营", "首期租金已到账"],
  handedOver: ["资产登记入账，移交村集体管护"],
};

const delayed: Record<DelayReason, string> = {
  land: "红线内有两户青苗未谈妥，用地手续未办结",
  approval: "规划调整后需重新报批",
  funds: "第二笔资金尚未到账，施工单位放慢进度",
  contractor: "施工单位劳力不足，已约谈",
  weather: "受台风和连续降雨影响停工",
  dispute: "部分村民对分红方案有意见，正在协调",
  demolition: "旧房拆除未完成",
  market: "招商未达预期，调整业态",
  other: "其他原因",
};

export const noteOf = (chance: Random, phase: Phase, delayReason: DelayReason | undefined): string =>
  delayReason ? delayed[delayReason] : chance.pick(doing[phase]);

const evidence: Record<Exclude<Phase, "identified">, (on: Day, n: number) => string> = {
  approved: (on, n) => `演示发改〔${on.slice(0, 4)}〕${n}号`,
  preparation: (on, n) => `演示合同 ${on.slice(0, 4)}-${padded(n)}`,
  building: (on) => `演示开工记录 ${on} 现场开工`,
  accepted: (on, n) => `演示验收〔${on.slice(0, 4)}〕${n}号`,
  operating: (on, n) => `演示经营合同 ${on.slice(0, 4)}-${padded(n)}`,
  handedOver: (on, n) => `演示移交单 ${on.slice(0, 4)}-${padded(n)}`,
};
const padded = (n: number) => String(n).padStart(3, "0");

/** What is shown for a phase passed on a day by the `n`th project. */
export const evidenceOf = (phase: Exclude<Phase, "identified">, on: Day, n: number): string =>
  evidence[phase](on, n);

/** The paper that a movement rests on; `n` counts them within the year. */
export function documentOf(
  { stage, source, on, change }: Pick<Movement, "stage" | "source" | "on" | "change">,
  n: number,
): string {
  const year = on.slice(0, 4);
  if (change === "return") return `演示退款单 ${year}-${String(n).padStart(3, "0")}`;
  const own = source === "village" || source === "town";
  const numbers: Record<Stage, string> = {
    plan: "",
    allot: own ? `演示镇财〔${year}〕${n}号` : `演示财〔${year}〕${n}号`,
    disburse: `演示拨款单 ${year}-${String(n).padStart(4, "0")}`,
    receive: "",
    spend: `演示发票 ${year}-${String(n).padStart(4, "0")}`,
  };
  return numbers[stage];
}
