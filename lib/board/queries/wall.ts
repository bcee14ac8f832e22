import type { Db } from "#db/client.ts";
import { authorize } from "#lib/access/policy.ts";
import { cached, newestChange } from "#lib/audit/queries/cache.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { exceptionsOf, type Reconciliation } from "#lib/funding/queries/exceptions.ts";
import type { BelowLine } from "../rules/below-line.ts";
import { type TownScene, townsOf } from "../rules/wall-towns.ts";
import { type Board, boardAnew } from "./board.ts";
import { belowLineOf } from "./villages-below.ts";

/** All that the scenes of a wall show, computed once. */
export type Wall = { board: Board; towns: TownScene[]; below: BelowLine | null; exceptions: Reconciliation };

/**
 * What a wall shows is made of what was recorded and of the day: as long as this stays, nothing on it can
 * have changed. One small query, whatever the number of walls.
 * @param day today, on the business clock
 */
export async function wallVersion(db: Db, day: Day): Promise<string> {
  return `${(await newestChange(db)).replace(" ", "-").slice(0, 24)}-${day}`;
}

/**
 * The division that a wall shows: the one of `code`, else the actor's own.
 * @throws {NotFound}
 * @throws {Forbidden}
 */
export async function wallNode({ db, actor }: Ctx, code: string | undefined): Promise<Division> {
  authorize(actor, "board.read");
  return code ? divisionOf(db, actor, code) : divisionById(db, actor, actor.scope.id);
}

/**
 * The wall of `node`, which `wallNode` gave. Ten walls of one area show the same: they are computed once, and
 * kept until anything is recorded.
 */
export async function wallOf(ctx: Ctx, node: Division): Promise<Wall> {
  authorize(ctx.actor, "board.read", { divisionCode: node.code });
  return cached(ctx.db, ["wall", ctx.actor.scope.code, node.code, today(ctx)], async () => {
    const [board, { counts }] = await Promise.all([
      boardAnew(ctx, { node: node.code }),
      exceptionsOf(ctx, { node: node.code }),
    ]);
    return { board, towns: townsOf(board), below: await belowLineOf(ctx, board), exceptions: counts };
  });
}
