import { describe, expect, test } from "vitest";
import { Refused } from "#lib/core/errors.ts";
import { moved, readGeoJson } from "./geojson.ts";

// Coordinates are invented: round numbers within Tong'an's bounds, no real village lies there.
const point = (properties: object, coordinates: unknown = [118.1, 24.7]) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates },
});
const outline = (coordinates: unknown, type = "Polygon") => ({
  type: "Feature",
  properties: { code: "350212105208" },
  geometry: { type, coordinates },
});
const file = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });
const square = [[118.1, 24.7], [118.2, 24.7], [118.2, 24.8], [118.1, 24.7]]; // biome-ignore format: one ring a line

/** The refusal's code with its details. */
function refusal(text: string) {
  try {
    readGeoJson(text);
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, field: error.field, ...error.details };
    throw error;
  }
  return null;
}

describe("a file of places", () => {
  test("is read with points, outlines, parts and heights", () => {
    const features = readGeoJson(
      file(
        point({ code: 350212105208 }, [118.1, 24.7, 812.5]),
        point({ 镇街: "莲花镇", 村名: " 军营 " }),
        outline([square]),
        outline([[square], [square]], "MultiPolygon"),
      ),
    );
    expect(features.map(({ index, code, town, name, kind }) => [index, code, town, name, kind])).toEqual([
      [1, "350212105208", "", "", "point"],
      [2, "", "莲花镇", "军营", "point"],
      [3, "350212105208", "", "", "outline"],
      [4, "350212105208", "", "", "outline"],
    ]);
    expect(features[0]?.geometry).toEqual({ type: "Point", coordinates: [118.1, 24.7] });
    expect(features[2]?.geometry).toEqual({ type: "Polygon", coordinates: [square] });
  });

  test("that is no JSON is refused with line and column", () => {
    expect(refusal('{"type":"FeatureCollection",\n "features":[,]}')).toEqual({
      code: "map.notJson",
      field: "file",
      line: 2,
      column: 14,
    });
  });
  test("that is no collection, or an empty or endless one, is refused", () => {
    expect(refusal('{"type":"Point","coordinates":[118,24]}')?.code).toBe("map.notACollection");
    expect(refusal("[]")?.code).toBe("map.notACollection");
    expect(refusal(file())?.code).toBe("map.noFeatures");
    expect(refusal(file(...Array(5_001).fill(null)))).toMatchObject({
      code: "map.tooManyFeatures",
      count: 5_001,
      most: 5_000,
    });
  });

  const bad: [problem: string, feature: unknown, details?: object][] = [
    ["notAFeature", { type: "Point", coordinates: [118, 24] }],
    ["notAFeature", null],
    ["unidentified", point({})],
    ["unidentified", point({ name: "军营" }), { feature: "军营" }],
    ["type", outline([[118.1, 24.7], [118.2, 24.7]], "LineString"), { type: "LineString" }], // biome-ignore format: short
    ["type", { ...point({ code: "1" }), geometry: null }, { type: "—" }],
    ["notNumbers", point({ code: "1" }, ["118.1", "24.7"])],
    ["notNumbers", point({ code: "1" }, [118.1])],
    ["notNumbers", point({ code: "1" }, { lon: 118.1, lat: 24.7 })],
    ["outside", point({ code: "1" }, [24.7, 118.1]), { longitude: 24.7, latitude: 118.1 }],
    ["outside", point({ code: "1" }, [606_543.2, 2_734_112.9])],
    ["outside", outline([[[118.1, 24.7], [72.9, 24.7], [118.2, 24.8], [118.1, 24.7]]]), { longitude: 72.9 }], // biome-ignore format: short
    ["short", outline([square.slice(1)]), { count: 3 }],
    ["short", outline([]), { count: 0 }],
    ["short", outline([], "MultiPolygon"), { count: 0 }],
    ["open", outline([[...square.slice(0, 3), [118.1, 24.71]]])],
    ["open", outline([square, [...square.slice(0, 3), [118.15, 24.7]]])],
  ];
  test.each(bad)("with a bad feature is refused with its number: %s", (problem, feature, details = {}) => {
    expect(refusal(file(point({ code: "350212105206" }), feature))).toMatchObject({
      code: "map.feature",
      index: 2,
      problem,
      ...details,
    });
  });

  test("names the bad feature as the file does", () => {
    expect(
      refusal(file(point({ code: "350212105208", town: "莲花镇", name: "白交祠" }, [0, 0]))),
    ).toMatchObject({
      feature: "350212105208 莲花镇 白交祠",
    });
    expect(refusal(file(null))).toMatchObject({ feature: "none" });
  });
});

test("a geometry is moved position by position, to the centimetre", () => {
  const move = ([longitude, latitude]: readonly [number, number]) =>
    [longitude + 0.1, latitude - 1 / 3] as const;
  expect(moved({ type: "Point", coordinates: [118.1, 24.7] }, move)).toEqual({
    type: "Point",
    coordinates: [118.2, 24.3666667],
  });
  expect(moved({ type: "MultiPolygon", coordinates: [[square]] }, (position) => position)).toEqual({
    type: "MultiPolygon",
    coordinates: [[square]],
  });
});
