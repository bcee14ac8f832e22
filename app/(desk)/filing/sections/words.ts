import type { WordKeys } from "#lib/core/message-keys.ts";

/** What the ticks of the towns to approve say. */
export const approveWords = {
  all: "filing.selectAll",
  ticked: "filing.tickedNames",
  comma: "filing.comma",
  ask: "filing.askApprove",
} as const satisfies WordKeys;

/** What the ticks of the towns to lock say. */
export const lockWords = {
  all: "filing.selectAll",
  ticked: "filing.tickedNames",
  comma: "filing.comma",
  ask: "filing.askLock",
} as const satisfies WordKeys;
