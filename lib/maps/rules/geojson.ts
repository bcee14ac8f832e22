import type { Geometry } from "#db/schema/maps.ts";
import { Refused } from "#lib/core/errors.ts";
import { plainText } from "#lib/core/money.ts";
import type { Position } from "./datum.ts";
import { jsonBreak, lineAndColumn } from "./json-break.ts";

/** A place of a file: of which village, as the file says it, and where. */
export type Feature = {
  /** From 1, as a person counts. */
  index: number;
  /** What the file calls it, for messages; "" where it has no name. */
  label: string;
  code: string;
  town: string;
  name: string;
  kind: "point" | "outline";
  geometry: Geometry;
};

export const mostFeatures = 5_000;
/**
 * China with its seas, in degrees: whatever lies outside was measured in metres or written the wrong way
 * round.
 */
const extent = { west: 73, east: 136, south: 3, north: 54 } as const;

// What people call the columns, whatever program drew them.
const called = {
  code: ["code", "village_code", "区划代码", "行政区划代码", "代码", "编码"],
  town: ["town", "镇街", "乡镇", "乡镇街道", "所属镇街"],
  name: ["name", "名称", "村名", "村居", "村(居)", "村（居）"],
} as const;

/** What is wrong with a feature: `problem` is a branch of the message `refused.map.feature`. */
export type Problem = { problem: string } & Record<string, string | number>;

/** @throws {Refused} `map.feature`, naming the feature and what is wrong with it. */
export function refuseFeature(
  { index, label }: Pick<Feature, "index" | "label">,
  { problem, ...details }: Problem,
): never {
  throw new Refused(
    "map.feature",
    { ...nothing, ...details, problem, index, feature: label || "none" },
    "file",
  );
}
const nothing = { type: "", longitude: 0, latitude: 0, count: 0, other: 0, place: "" }; // a message is given every value that any of its branches holds

/**
 * The features of a GeoJSON file (RFC 7946), each checked; the coordinates as they are, heights left out.
 * @throws {Refused} `map.notJson` with line and column, `map.notACollection`, `map.noFeatures`,
 * `map.tooManyFeatures`, `map.feature`
 */
export function readGeoJson(text: string): Feature[] {
  const collection = parsed(text);
  if (
    !isRecord(collection) ||
    collection.type !== "FeatureCollection" ||
    !Array.isArray(collection.features)
  ) {
    throw new Refused("map.notACollection", {}, "file");
  }
  const { features } = collection;
  if (features.length === 0) throw new Refused("map.noFeatures", {}, "file");
  if (features.length > mostFeatures)
    throw new Refused("map.tooManyFeatures", { count: features.length, most: mostFeatures }, "file");
  return features.map((given, at) => readFeature(given, at + 1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("map.notJson", lineAndColumn(text, jsonBreak(text)), "file");
  }
}

function readFeature(given: unknown, index: number): Feature {
  const properties = isRecord(given) && isRecord(given.properties) ? given.properties : {};
  const said = (names: readonly string[]) => {
    const [, value] =
      Object.entries(properties).find(([key]) => names.includes(key.trim().toLowerCase())) ?? [];
    return typeof value === "string" || typeof value === "number" ? plainText(String(value)) : "";
  };
  const [code, town, name] = [said(called.code), said(called.town), said(called.name)];
  const label = [code, town, name].filter(Boolean).join(" ").slice(0, 60);
  const named = { index, label };
  if (!isRecord(given) || given.type !== "Feature") refuseFeature(named, { problem: "notAFeature" });
  if (code === "" && (town === "" || name === "")) refuseFeature(named, { problem: "unidentified" });
  const geometry = readGeometry(given.geometry, (problem) => refuseFeature(named, problem));
  return { ...named, code, town, name, kind: geometry.type === "Point" ? "point" : "outline", geometry };
}

function readGeometry(given: unknown, refuse: (problem: Problem) => never): Geometry {
  const { type, coordinates } = isRecord(given) ? given : {};
  const position = (value: unknown): number[] => {
    const [longitude, latitude] = Array.isArray(value) ? value : [];
    if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return refuse({ problem: "notNumbers" });
    const within =
      longitude >= extent.west &&
      longitude <= extent.east &&
      latitude >= extent.south &&
      latitude <= extent.north;
    return within ? [longitude, latitude] : refuse({ problem: "outside", longitude, latitude });
  };
  const ring = (value: unknown): number[][] => {
    const positions = list(value).map(position);
    const [first, last] = [positions[0], positions.at(-1)];
    if (positions.length < 4) refuse({ problem: "short", count: positions.length });
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) refuse({ problem: "open" });
    return positions;
  };
  const polygon = (value: unknown): number[][][] => {
    const rings = list(value).map(ring);
    return rings.length > 0 ? rings : refuse({ problem: "short", count: 0 });
  };
  const list = (value: unknown): unknown[] =>
    Array.isArray(value) ? value : refuse({ problem: "notNumbers" });

  if (type === "Point") return { type, coordinates: position(coordinates) };
  if (type === "Polygon") return { type, coordinates: polygon(coordinates) };
  if (type === "MultiPolygon") {
    const polygons = list(coordinates).map(polygon);
    return polygons.length > 0 ? { type, coordinates: polygons } : refuse({ problem: "short", count: 0 });
  }
  return refuse({ problem: "type", type: typeof type === "string" ? type.slice(0, 30) : "—" });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same geometry with every position moved by `move`, to the centimetre. */
export function moved(geometry: Geometry, move: (position: Position) => Position): Geometry {
  const at = (position: number[]) =>
    move([position[0] ?? 0, position[1] ?? 0]).map((degrees) => Math.round(degrees * 1e7) / 1e7);
  if (geometry.type === "Point") return { type: "Point", coordinates: at(geometry.coordinates) };
  if (geometry.type === "Polygon")
    return { type: "Polygon", coordinates: geometry.coordinates.map((ring) => ring.map(at)) };
  return {
    type: "MultiPolygon",
    coordinates: geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(at))),
  };
}
