import type { WordKeys } from "#lib/core/message-keys.ts";

/** What the page says while a file is read. */
export const waitingWords = {
  rows: "intake.rowsRead",
} as const satisfies WordKeys;

/** What the choice of rows says. */
export const chosenWords = {
  chosen: "intake.chosen",
  all: "intake.chooseAll",
  none: "intake.chooseNone",
} as const satisfies WordKeys;
