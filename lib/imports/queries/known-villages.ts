import { asc, eq, inArray } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisionCodes, divisions } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { TownPlace } from "#lib/income/store/postings.ts";
import type { Known } from "../rules/match-village.ts";

/** The villages with these ids as rows may call them; today's code is the first. */
export async function knownVillages(
  db: Reader,
  ids: readonly number[],
  towns?: ReadonlyMap<number, string[]>,
): Promise<Known[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(divisions)
    .where(inArray(divisions.id, [...ids]))
    .orderBy(asc(divisions.code));
  const past = await db
    .select({ id: divisionCodes.divisionId, code: divisionCodes.code, name: divisionCodes.name })
    .from(divisionCodes)
    .innerJoin(divisions, eq(divisions.id, divisionCodes.divisionId))
    .where(inArray(divisionCodes.divisionId, [...ids]));
  const byId = Map.groupBy(past, (each) => each.id);
  const above = await divisionsAbove(db, rows);
  return rows.map((row) => ({
    id: row.id,
    label: row.shortName,
    codes: [row.code, ...(byId.get(row.id) ?? []).map((each) => each.code)],
    names: [row.shortName, row.name, ...(byId.get(row.id) ?? []).map((each) => each.name)],
    within: above.get(row.parentId ?? 0) ?? [],
    ...(towns ? { towns: towns.get(row.parentId ?? 0) ?? [] } : {}),
  }));
}

// A name that nobody here has: it is somebody's elsewhere, or the sender says whose it is ("对应到…").

/** The villages of the other towns of a town's county. */
export async function villagesElsewhere({ db }: Ctx, town: TownPlace): Promise<Known[]> {
  const towns = await db
    .select({ id: divisions.id, name: divisions.shortName })
    .from(divisions)
    .where(eq(divisions.parentId, town.countyId))
    .orderBy(asc(divisions.code));
  const names = new Map(towns.filter(({ id }) => id !== town.id).map(({ id, name }) => [id, [name]]));
  const villages = await db
    .select({ id: divisions.id, parentId: divisions.parentId })
    .from(divisions)
    .where(eq(divisions.level, "village"));
  const ids = villages.filter(({ parentId }) => names.has(parentId ?? 0)).map(({ id }) => id);
  return knownVillages(db, ids, names);
}

/** By town: its names, and those of the county and the city that it lies in. */
async function divisionsAbove(
  db: Reader,
  villages: readonly { parentId: number | null }[],
): Promise<Map<number, string[]>> {
  const names = new Map<number, string[]>();
  const parents = new Map<number, number | null>();
  const towns = [...new Set(villages.flatMap(({ parentId }) => parentId ?? []))];
  for (let level = towns; level.length > 0; ) {
    const rows = await db
      .select({
        id: divisions.id,
        name: divisions.name,
        shortName: divisions.shortName,
        parentId: divisions.parentId,
      })
      .from(divisions)
      .where(inArray(divisions.id, level));
    for (const { id, name, shortName, parentId } of rows) {
      names.set(
        id,
        [...new Set([name, shortName])].filter((each) => each.length > 2),
      );
      parents.set(id, parentId);
    }
    level = [
      ...new Set(
        rows.flatMap(({ parentId }) => (parentId !== null && !names.has(parentId) ? [parentId] : [])),
      ),
    ];
  }
  const all = (id: number | null): string[] =>
    id === null ? [] : [...(names.get(id) ?? []), ...all(parents.get(id) ?? null)];
  return new Map(towns.map((id) => [id, all(id)]));
}
