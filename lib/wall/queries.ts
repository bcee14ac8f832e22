import type { Db } from "#db/client.ts";
import { authorize } from "../access/policy.ts";
import { headOf } from "../audit/record.ts";
import { type Board, boardOf } from "../board/queries.ts";
import { type Ctx, today } from "../context.ts";
import { type Division, divisionById, divisionOf } from "../divisions/queries.ts";
import { type Exceptions, fundingExceptions } from "../funding/exceptions.ts";
import type { Day } from "../period.ts";
import { type TownScene, townsOf } from "./towns.ts";

/** All that the scenes of a wall show, computed once. */
export type Wall = { board: Board; towns: TownScene[]; exceptions: Exceptions };

/**
 * What a wall shows is made of what was recorded and of the day: as long as this stays, nothing on it can have changed. One
 * small query, whatever the number of walls.
 * @param day today, on the business clock
 */
export async function wallVersion(db: Db, day: Day): Promise<string> {
  const { seq, hash } = await headOf(db);
  return `${seq}-${hash.slice(0, 12)}-${day}`;
}

/** The division that a wall shows: the one of `code`, else the actor's own. @throws {NotFound} @throws {Forbidden} */
export async function wallNode({ db, actor }: Ctx, code: string | undefined): Promise<Division> {
  authorize(actor, "board.read");
  return code ? divisionOf(db, actor, code) : divisionById(db, actor, actor.scope.id);
}

// Ten walls in a building show the same: they are computed once. A few answers are kept, of each database its own.
const kept = new WeakMap<Db, Map<string, Promise<Wall>>>();
const mostKept = 8;

/**
 * The wall of `node`, which `wallNode` gave: kept while `version`, which `wallVersion` gave before, stays.
 * What is recorded meanwhile may be in it already, never the other way round.
 */
export async function wallOf(ctx: Ctx, node: Division, version: string): Promise<Wall> {
  authorize(ctx.actor, "board.read", { divisionCode: node.code });
  const walls = kept.get(ctx.db) ?? new Map<string, Promise<Wall>>();
  kept.set(ctx.db, walls);
  const key = `${node.code} ${today(ctx)} ${version}`;
  const known = walls.get(key);
  if (known) return known;
  const made = compute(ctx, node);
  walls.set(key, made);
  made.catch(() => walls.delete(key)); // a failure is tried again
  for (const old of walls.keys()) if (walls.size > mostKept) walls.delete(old);
  return made;
}

async function compute(ctx: Ctx, node: Division): Promise<Wall> {
  const [board, exceptions] = await Promise.all([boardOf(ctx, { node: node.code }), fundingExceptions(ctx, { node: node.code })]);
  return { board, towns: townsOf(board), exceptions };
}
