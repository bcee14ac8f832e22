import { id, index, instant, int, json, ref, str, table } from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";

export const datums = ["wgs84", "gcj02"] as const;
export type Datum = (typeof datums)[number];
/** Of a feature's geometry, as GeoJSON has it: positions are [longitude, latitude] in degrees. */
export type Geometry =
  | { type: "Point"; coordinates: number[] }
  | { type: "Polygon"; coordinates: number[][][] }
  | { type: "MultiPolygon"; coordinates: number[][][][] };

/** A file of village points and outlines that an office brought along. Append-only. */
export const mapImports = table("map_import", {
  id: id(),
  divisionId: ref(() => divisions.id).notNull(), // the area it was imported for
  fileName: str().notNull(),
  datum: str(datums).notNull(), // as the file's owner stated
  shapes: int().notNull(),
  personId: ref(() => people.id),
  personName: str().notNull(),
  recordedAt: instant().notNull(),
});

/** One division's place, in WGS-84; of several the newest counts, points and outlines apart. Append-only. */
export const mapShapes = table(
  "map_shape",
  {
    id: id(),
    importId: ref(() => mapImports.id).notNull(),
    divisionId: ref(() => divisions.id).notNull(),
    kind: str(["point", "outline"]).notNull(),
    geometry: json<Geometry>().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [index("map_shape_division").on(t.divisionId, t.kind, t.id)],
);
