import type { Actor } from "#lib/core/actor.ts";

/** Whoever holds the machine and runs the operator's commands: no account, no scope but everything. */
export const operator: Actor = {
  id: null,
  username: "operator",
  name: "operator",
  role: "operator",
  scope: { id: 0, code: "000000000000", level: "country", name: "" },
};
