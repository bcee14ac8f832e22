import { expect, test } from "vitest";
import { curve } from "./tile-curve.ts";

test("a tie leaves its tile near the edge, bends, and ends near the other's edge", () => {
  // Middles at (30, 20) and (230, 20): bent upwards by 0.18 × 200; the edges are reached 9 px inside.
  expect(curve({ x: 0, y: 0, width: 60, height: 40 }, { x: 200, y: 0, width: 60, height: 40 })).toBe("M51 12.4Q130 -16 209 12.4");
});

test("a tie to a tile right below leaves at the bottom", () => {
  expect(curve({ x: 0, y: 0, width: 60, height: 40 }, { x: 0, y: 100, width: 60, height: 40 })).toBe("M34 31Q48 70 34 109");
});
