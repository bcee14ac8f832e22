import type { WordKeys } from "#lib/core/message-keys.ts";

/** What the fields of a posting say. */
export const postingWords = {
  village: "level.village",
  account: "income.account",
  amount: "income.amount",
  amountHint: "income.amountHint",
  sizeRight: "income.sizeAsked",
  yuan: "unit.yuan",
  oneOff: "income.oneOff",
  oneOffHint: "income.oneOffHint",
  project: "income.project",
  projectHint: "income.projectHint",
  noProject: "income.noProject",
  voucher: "income.voucher",
  note: "income.note",
  choose: "form.choose",
} as const satisfies WordKeys;
