import type { WordKeys } from "#lib/core/message-keys.ts";

/** What the phase of a report says. */
export const phaseWords = {
  hint: "project.evidenceHint",
  on: "project.actualOn",
} as const satisfies WordKeys;

/** What the reason of a delay says. */
export const delayWords = {
  reason: "project.delayReason",
  hint: "project.delayHint",
  none: "project.delayNone",
  text: "project.delayText",
} as const satisfies WordKeys;

/** What the light that saving will give says. */
export const litWords = {
  title: "project.willBe",
  hint: "project.willBeHint",
  preview: "project.previewLight",
  remedy: "project.remedyTitle",
  comma: "project.remedyComma",
} as const satisfies WordKeys;

/** What the villages of a project and their shares say. */
export const shareWords = {
  legend: "project.villagesAndShares",
  village: "project.village",
  share: "project.share",
  choose: "project.chooseVillage",
  add: "project.addVillage",
  sum: "project.sharesNow",
} as const satisfies WordKeys;
