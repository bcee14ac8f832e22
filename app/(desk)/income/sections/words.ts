import type { WordKeys } from "#lib/core/message-keys.ts";

/** What a cell of the grid says. */
export const cellWords = {
  notAnAmount: "income.notAnAmount",
  finerThanAFen: "income.finerThanAFen",
  negative: "income.notNegative",
  tooLarge: "income.tooLarge",
  thousandTimes: "income.odd.thousandTimes",
  thousandth: "income.odd.thousandth",
  tenYears: "income.odd.tenYears",
  postings: "income.severalPostings",
  none: "income.nothing",
  shared: "income.shared",
  oneOff: "income.oneOff",
} as const satisfies WordKeys;

/** What becomes of a paste. */
export const pasteWords = {
  pasted: "income.pasted",
  undo: "income.undo",
  close: "app.close",
  pasteLeft: "income.pasteLeft",
  pasteSeveral: "income.pasteSeveral",
  pasteAnswered: "income.pasteAnswered",
  pasteReading: "income.pasteReading",
  pasteOffline: "income.pasteOffline",
  pasteSignedOut: "income.pasteSignedOut",
  pasteAgain: "income.pasteAgain",
  pasteAsked: "income.pasteAsked",
  pasteAskedHint: "income.pasteAskedHint",
  pasteTake: "income.pasteTake",
  pasteCancel: "income.pasteCancel",
  signIn: "form.signIn",
} as const satisfies WordKeys;

/** What stands above the grid's columns. */
export const headWords = {
  village: "level.village",
  unit: "income.inYuan",
  month: "income.monthOperating",
  year: "income.yearOperating",
  gap: "income.gap",
  tier: "income.tier",
} as const satisfies WordKeys;

/** What leads from village to village on a phone. */
export const pickerWords = {
  previous: "app.previous",
  next: "app.next",
  choose: "level.village",
} as const satisfies WordKeys;

/** What a month's grid says, with all that stands in it. */
export const gridWords = {
  ...cellWords,
  ...pasteWords,
  ...headWords,
  ...pickerWords,
  total: "app.total",
  met: "income.met",
  reason: "income.correctionReason",
  reasonHint: "income.correctionHint",
  changes: "income.changes",
  noChanges: "income.noChanges",
  sizesRight: "income.sizesRight",
  sizeRight: "income.sizeRight",
} as const satisfies WordKeys;
