import type { WordKeys } from "#lib/core/message-keys.ts";

/** What the preview of a receipt's portions says. */
export const previewWords = {
  preview: "receipt.preview",
  previewHint: "receipt.previewHint",
  now: "receipt.previewNow",
  later: "receipt.previewLater",
  month: "receipt.month",
  total: "receipt.total",
  posted: "receipt.posted",
  waiting: "receipt.states.waiting",
} as const satisfies WordKeys;

/** What the fields of a receipt say, with the preview below them. */
export const receiptWords = {
  ...previewWords,
  town: "receipt.town",
  account: "income.account",
  amount: "receipt.amount",
  amountHint: "income.amountHint",
  yuan: "unit.yuan",
  receivedOn: "receipt.receivedOn",
  fromMonth: "receipt.fromMonth",
  fromMonthHint: "receipt.fromMonthHint",
  months: "receipt.months",
  monthsHint: "receipt.monthsHint",
  split: "receipt.split",
  splitHint: "receipt.splitHint",
  village: "receipt.village",
  project: "receipt.project",
  projectHint: "receipt.projectHint",
  sourceProject: "income.project",
  noProject: "income.noProject",
  cluster: "receipt.cluster",
  clusterHint: "receipt.clusterHint",
  shares: "receipt.shares",
  share: "receipt.share",
  add: "receipt.add",
  sum: "receipt.sum",
  choose: "form.choose",
  oneOff: "income.oneOff",
  oneOffHint: "receipt.oneOffHint",
  voucher: "income.voucher",
  note: "income.note",
} as const satisfies WordKeys;
