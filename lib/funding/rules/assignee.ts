import type { Node } from "#db/sql.ts";
import type { Actor } from "#lib/core/actor.ts";
import { covers } from "#lib/core/actor.ts";
import type { Day } from "#lib/core/dates.ts";
import type { Finding } from "./reconcile.ts";
import { isTownsOwn } from "./stage-order.ts";

/**
 * Who follows an exception up: the district office or the project's town, or the person of it whom the office
 * named.
 */
export type Assignee = {
  side: "office" | "town";
  person: { id: number; name: string } | null;
  dueOn: Day | null;
};

/**
 * Whose an exception is until somebody is named: the town's where the town posts that stage itself, else the
 * office's.
 */
export const assigneeOf = ({ stage, source }: Pick<Finding, "stage" | "source">): Assignee => ({
  side: stage !== null && source !== null && isTownsOwn(stage, source) ? "town" : "office",
  person: null,
  dueOn: null,
});

/** The office may explain any exception, a town those that are its own to follow up. */
export const mayExplain = (actor: Pick<Actor, "role">, owner: Assignee): boolean =>
  actor.role !== "town" || owner.side === "town";

/** May somebody be given what a town's project has left open? Whoever posts money there. */
export const mayOwn = (
  { role, disabledAt, ...scope }: { role: string; disabledAt: string | null } & Node,
  townCode: string,
): boolean => (role === "town" || role === "office") && disabledAt === null && covers(scope, townCode);
