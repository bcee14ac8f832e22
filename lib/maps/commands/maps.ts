import { setImmediate } from "node:timers/promises";
import { type Geometry, mapImports, mapShapes } from "#db/schema/index.ts";
import { type Done, defineCommand, takes } from "#lib/audit/define-command.ts";
import { divisionOf } from "#lib/divisions/queries/divisions.ts";
import type { ImportMap } from "../input.ts";
import { candidatesFor } from "../queries/maps.ts";
import { wgs84Of } from "../rules/datum.ts";
import { moved, readGeoJson } from "../rules/geojson.ts";
import { villagesOf } from "../rules/matching.ts";

export type Imported = { id: number; points: number; outlines: number };

/**
 * Takes in a file of village points and outlines, all of it or nothing; what it places anew replaces what was
 * placed before. Kept in WGS-84.
 * @throws {Refused} `map.…`, naming the feature that is wrong; {NotFound} for an area that is not the
 * importer's
 */
export const importMap = defineCommand({
  verb: "map.import",
  asksFirst: true,
  input: takes<ImportMap>(),
  // A large file takes a moment to read: not for whoever may not import at all, and not while others wait to
  // write.
  async prepare(_, { input }) {
    const features = readGeoJson(input.file);
    const asKept = input.datum === "gcj02" ? wgs84Of : (position: readonly [number, number]) => position;
    const geometries: Geometry[] = [];
    for (const feature of features) {
      geometries.push(moved(feature.geometry, asKept));
      await setImmediate(); // others are answered meanwhile
    }
    return { features, geometries };
  },
  load: (tx, { actor }, { input }) => divisionOf(tx, actor, input.node),
  place: ({ code }) => ({ divisionCode: code }),
  async work(
    tx,
    ctx,
    { input, loaded: node, prepared: { features, geometries } },
  ): Promise<Done<Imported, ImportMap>> {
    const villages = villagesOf(features, await candidatesFor(tx, node, features));
    const recordedAt = ctx.now.toISOString();
    const [made] = await tx
      .insert(mapImports)
      .values({
        divisionId: node.id,
        fileName: input.fileName,
        datum: input.datum,
        shapes: features.length,
        personId: ctx.actor.id,
        personName: ctx.actor.name,
        recordedAt,
      })
      .returning({ id: mapImports.id });
    const id = made?.id as number;
    const shapes = features.map(({ kind }, at) => ({
      importId: id,
      divisionId: villages[at] as number,
      kind,
      geometry: geometries[at] as Geometry,
      recordedAt,
    }));
    for (let at = 0; at < shapes.length; at += batch)
      await tx.insert(mapShapes).values(shapes.slice(at, at + batch));
    const points = features.filter((feature) => feature.kind === "point").length;
    const counts = { points, outlines: features.length - points };
    return {
      result: { id, ...counts },
      audit: {
        subject: { type: "map", id, name: input.fileName || node.shortName, divisionCode: node.code },
        after: { fileName: input.fileName, datum: input.datum, ...counts },
      },
    };
  },
});

/** Rows an insert: an engine takes only so many values at once. */
const batch = 500;
