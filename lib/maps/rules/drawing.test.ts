import { describe, expect, test } from "vitest";
import { labelsOf, type Shape, sheetOf, thinned } from "./drawing.ts";

// Coordinates are invented: round numbers within Tong'an's bounds.
const dot = (villageId: number, longitude: number, latitude: number) => ({
  villageId,
  outline: null,
  point: { type: "Point" as const, coordinates: [longitude, latitude] },
});
const square = (villageId: number, west: number, south: number, size: number) => ({
  villageId,
  point: null,
  outline: {
    type: "Polygon" as const,
    coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]], // biome-ignore format: one ring a line
  },
});

describe("a sheet", () => {
  test("without places is none", () => {
    expect(sheetOf([], 720)).toBeNull();
  });
  test("has north up, east to the right, everything inside its margins", () => {
    const sheet = sheetOf([dot(1, 118, 24.6), dot(2, 118.3, 24.9)], 720);
    const [southWest, northEast] = sheet?.shapes ?? [];
    expect(southWest?.dot).toEqual({ x: 16, y: expect.closeTo((sheet?.height ?? 0) - 16, 0) });
    expect(northEast?.dot).toEqual({ x: 704, y: expect.closeTo(16, 0) });
    // Mercator at 24.75°: as high as wide / cos(24.75°) = 688 / 0.9081 = 758, and two margins.
    expect(sheet?.height).toBe(790);
  });
  test("of a single place has it in the middle", () => {
    const sheet = sheetOf([dot(1, 118.1, 24.7)], 720);
    expect(sheet?.shapes[0]?.dot).toEqual({ x: 360, y: (sheet?.height ?? 0) / 2 });
  });
  test("draws an outline, whichever way round its file goes, holes and parts included", () => {
    const plain = square(1, 118, 24.6, 0.1);
    const reversed = {
      ...plain,
      outline: { ...plain.outline, coordinates: plain.outline.coordinates.map((ring) => ring.toReversed()) },
    };
    const [a, b] = [sheetOf([plain], 720)?.shapes[0], sheetOf([reversed], 720)?.shapes[0]];
    expect(a?.path).toMatch(/^M[\d., LZ-]+Z$/i);
    expect(a?.box).toEqual(b?.box);
    expect(a?.box.width).toBeCloseTo(688, 0);
  });
});

test("a ring is thinned to what can be told apart, and never to less than a ring", () => {
  const ring: [number, number][] = [[0, 0], [0.1, 0], [0.2, 0], [10, 0], [10, 10], [0, 10], [0, 0.1], [0, 0]]; // biome-ignore format: one ring a line
  expect(thinned(ring)).toEqual([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0.1], [0, 0]]); // biome-ignore format: one ring a line
  const tiny: [number, number][] = [[0, 0], [0.1, 0], [0.1, 0.1], [0, 0]]; // biome-ignore format: one ring a line
  expect(thinned(tiny)).toEqual(tiny);
});

describe("a label", () => {
  const size = () => ({ width: 40, height: 20 });
  const at = (villageId: number, x: number, y: number): Shape => ({
    villageId,
    path: null,
    dot: { x, y },
    middle: { x, y },
    box: { x: x - 7, y: y - 7, width: 14, height: 14 },
  });
  const area = (villageId: number, x: number, y: number, width: number, height: number): Shape => ({
    villageId,
    path: "M0 0Z",
    dot: null,
    middle: { x: x + width / 2, y: y + height / 2 },
    box: { x, y, width, height },
  });
  const sheet = (...shapes: Shape[]) => ({ width: 200, height: 100, shapes });

  test("stands right of its dot, left at the sheet's edge, and not over another dot", () => {
    expect(labelsOf(sheet(at(1, 50, 50)), size)).toEqual([
      { villageId: 1, x: 59, y: 40, width: 40, height: 20 },
    ]);
    expect(labelsOf(sheet(at(1, 190, 50)), size)).toMatchObject([{ x: 141, y: 40 }]);
    expect(labelsOf(sheet(at(1, 50, 50), at(2, 70, 50)), size)).toMatchObject([{ villageId: 1, x: 1, y: 40 }, { villageId: 2, x: 79, y: 40 }]); // biome-ignore format: pairs
  });
  test("stands within its outline or not at all; the larger outline goes first", () => {
    expect(labelsOf(sheet(area(1, 0, 0, 30, 60)), size)).toEqual([]);
    expect(
      labelsOf(sheet(area(1, 10, 10, 60, 40), area(2, 0, 0, 100, 80)), size).map((label) => label.villageId),
    ).toEqual([2]);
  });
});
