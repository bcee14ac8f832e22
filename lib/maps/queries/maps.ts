import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Reader } from "#db/client.ts";
import {
  type Datum,
  divisionCodes,
  divisions,
  type Geometry,
  mapImports,
  mapShapes,
} from "#db/schema/index.ts";
import { type Node, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Feature } from "../rules/geojson.ts";
import { type Candidate, townsCalled } from "../rules/matching.ts";

/** Where a village lies, in WGS-84: its newest point, its newest outline, or both. */
export type Placed = { villageId: number; point: Geometry | null; outline: Geometry | null };

/**
 * The villages below `node` that have a place, by code.
 * @param node a division that the caller found within the actor's scope
 */
export async function placesBelow({ db, actor }: Ctx, node: Node): Promise<Placed[]> {
  authorize(actor, "board.read");
  const newest = db
    .select({ id: sql<number>`max(${mapShapes.id})` })
    .from(mapShapes)
    .innerJoin(divisions, eq(divisions.id, mapShapes.divisionId))
    .where(under(divisions.code, node))
    .groupBy(mapShapes.divisionId, mapShapes.kind);
  const rows = await db
    .select({ villageId: mapShapes.divisionId, kind: mapShapes.kind, geometry: mapShapes.geometry })
    .from(mapShapes)
    .innerJoin(divisions, eq(divisions.id, mapShapes.divisionId))
    .where(inArray(mapShapes.id, newest))
    .orderBy(asc(divisions.code));
  return [...Map.groupBy(rows, (row) => row.villageId)].map(([villageId, shapes]) => ({
    villageId,
    point: shapes.find((shape) => shape.kind === "point")?.geometry ?? null,
    outline: shapes.find((shape) => shape.kind === "outline")?.geometry ?? null,
  }));
}

export type MapImport = {
  id: number;
  fileName: string;
  datum: Datum;
  shapes: number;
  personName: string;
  recordedAt: string;
};

/**
 * The files that placed villages below `node`, the newest first.
 * @param node a division that the caller found within the actor's scope
 */
export function importsBelow({ db, actor }: Ctx, node: Node, most = 10): Promise<MapImport[]> {
  authorize(actor, "board.read");
  const here = db
    .select({ id: mapShapes.importId })
    .from(mapShapes)
    .innerJoin(divisions, eq(divisions.id, mapShapes.divisionId))
    .where(under(divisions.code, node));
  return db
    .select({
      id: mapImports.id,
      fileName: mapImports.fileName,
      datum: mapImports.datum,
      shapes: mapImports.shapes,
      personName: mapImports.personName,
      recordedAt: mapImports.recordedAt,
    })
    .from(mapImports)
    .where(inArray(mapImports.id, here))
    .orderBy(desc(mapImports.id))
    .limit(most);
}

/**
 * The villages below `node` that the features may be about: those of their codes, and all of the towns that
 * they name.
 */
export async function candidatesFor(
  db: Reader,
  node: Node,
  features: readonly Feature[],
): Promise<Candidate[]> {
  const found = new Map<number, Candidate>();
  for (let at = 0; at < features.length; at += atOnce)
    for (const each of await candidatesAmong(db, node, features.slice(at, at + atOnce)))
      found.set(each.id, each);
  return [...found.values()];
}

/** Features a query: an engine takes only so many values at once, and each may name a town of its own. */
const atOnce = 1_000;

async function candidatesAmong(db: Reader, node: Node, features: readonly Feature[]): Promise<Candidate[]> {
  const town = alias(divisions, "town");
  const codes = [...new Set(features.map((feature) => feature.code).filter(Boolean))];
  const towns = [...new Set(features.map((feature) => feature.town).filter(Boolean))].flatMap(townsCalled);
  const coded = db
    .select({ id: divisionCodes.divisionId })
    .from(divisionCodes)
    .where(inArray(divisionCodes.code, codes));
  const rows = await db
    .select({
      id: divisions.id,
      code: divisions.code,
      name: divisions.name,
      shortName: divisions.shortName,
      townNames: { name: town.name, shortName: town.shortName },
      once: { code: divisionCodes.code, name: divisionCodes.name },
    })
    .from(divisions)
    .innerJoin(town, eq(town.id, divisions.parentId))
    .innerJoin(divisionCodes, eq(divisionCodes.divisionId, divisions.id))
    .where(
      and(
        eq(divisions.level, "village"),
        under(divisions.code, node),
        or(inArray(divisions.id, coded), inArray(town.shortName, towns), inArray(town.name, towns)),
      ),
    );
  return [...Map.groupBy(rows, (row) => row.id)].map(([id, own]) => {
    const [{ code, name, shortName, townNames }] = own as [(typeof own)[number]];
    return {
      id,
      code,
      townNames: Object.values(townNames),
      names: [name, shortName, ...own.map((row) => row.once.name)],
      codes: [code, ...own.map((row) => row.once.code)],
    };
  });
}
