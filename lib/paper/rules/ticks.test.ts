import { expect, test } from "vitest";
import { ticksTo } from "./ticks.ts";

test("an axis has few lines at round amounts, and the last one is not below what it shows", () => {
  expect(ticksTo(100_000_00)).toEqual([0, 20_000_00, 40_000_00, 60_000_00, 80_000_00, 100_000_00]);
  expect(ticksTo(104_136_00)).toEqual([0, 25_000_00, 50_000_00, 75_000_00, 100_000_00, 125_000_00]);
  expect(ticksTo(343_000_00)).toEqual([0, 100_000_00, 200_000_00, 300_000_00, 400_000_00]);
  expect(ticksTo(1)).toEqual([0, 1]);
  expect(ticksTo(0)).toEqual([0]);
});
