import { expect, test } from "vitest";
import { gapClass } from "./gap.ts";

test.each([
  [null, "noData"],
  [0, "met"],
  [1, "close"],
  [10_000_00, "close"],
  [10_000_01, "short"],
  [30_000_00, "short"],
  [30_000_01, "far"],
  [50_000_00, "far"],
  [50_000_01, "farthest"],
  [100_000_00, "farthest"],
] as const)("%s fen to the target is %s", (gapFen, expected) => {
  expect(gapClass(gapFen)).toBe(expected);
});
