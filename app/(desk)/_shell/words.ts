import type { WordKeys } from "#lib/core/message-keys.ts";

/** What the keyboard's shortcuts and the palette say. */
export const keysWords = {
  search: "nav.search",
  keys: "nav.keys",
  help: "nav.keysHelp",
  none: "empty.noMatch",
  close: "app.close",
} as const satisfies WordKeys;
