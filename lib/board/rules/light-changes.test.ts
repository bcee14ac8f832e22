import { expect, test } from "vitest";
import type { Light } from "#lib/projects/rules/lights.ts";
import { lightTurn, tileChanges } from "./light-changes.ts";

test.each([
  ["green", "yellow", "worse"],
  ["yellow", "red", "worse"],
  ["green", "grey", "worse"],
  ["red", "grey", "worse"],
  ["grey", "red", "worse"],
  ["grey", "green", "better"],
  ["red", "yellow", "better"],
  ["yellow", "green", "better"],
  ["red", "red", null],
  ["green", "paused", null],
  ["paused", "red", null],
  [null, "red", null],
] as const)("from %s to %s is %s", (from, to, expected) => {
  expect(lightTurn(from, to)).toBe(expected);
});

const village = (id: number, ...works: [number, Light][]) => ({
  id,
  works: works.map(([project, light]) => ({ id: project, light })),
});

test("a village's light turns with the worst of its projects, and a better one beside a worse one changes nothing", () => {
  const tiles = [
    village(1, [10, "red"], [11, "green"]),
    village(2, [11, "green"]),
    village(3, [10, "red"], [12, "red"]),
    village(4),
  ];
  const moved = (id: number, from: Light) => ({ project: { id }, from });
  const changes = tileChanges(tiles, {
    reached: [{ id: 2 }],
    relapsed: [{ id: 4 }],
    lights: [moved(10, "yellow"), moved(11, "yellow")],
  });
  expect(changes.get(1)).toEqual({ target: null, light: "worse" });
  expect(changes.get(2)).toEqual({ target: "reached", light: "better" });
  expect(changes.get(3)).toEqual({ target: null, light: null }); // 12 was red before as well
  expect(changes.get(4)).toEqual({ target: "relapsed", light: null });
});
