import { expect, test } from "vitest";
import { type Growth, growthClass, growthPercent } from "./growth.ts";

const grown = (beforeFen: number, nowFen: number): Growth => ({
  before: { operatingFen: beforeFen, months: 11 },
  now: { operatingFen: nowFen, months: 11 },
});

test.each([
  [100_000_00, 99_999_99, "falls"],
  [100_000_00, 100_000_00, "slow"],
  [100_000_00, 119_999_99, "slow"],
  [100_000_00, 120_000_00, "steady"],
  [100_000_00, 149_999_99, "steady"],
  [100_000_00, 150_000_00, "fast"],
  [100_000_00, -1, "falls"],
  [1, 900_000_000_000_00, "fast"],
] as const)("from %d to %d fen is %s", (before, now, expected) => {
  expect(growthClass(grown(before, now))).toBe(expected);
});

test("without a report there is no data, whatever the year before; a report of nothing is a fall", () => {
  expect(growthClass({ now: null, before: { operatingFen: 1, months: 1 } })).toBe("noData");
  expect(growthClass({ now: null, before: null })).toBe("noData");
  expect(growthClass(grown(100, 0))).toBe("falls");
});

test("where nothing was earned before, or a loss was made, there is no base", () => {
  expect(growthClass({ now: { operatingFen: 5, months: 1 }, before: null })).toBe("noBase");
  expect(growthClass(grown(0, 5))).toBe("noBase");
  expect(growthClass(grown(-3, 5))).toBe("noBase");
  expect(growthPercent(grown(0, 5))).toBeNull();
});

test("the per cent never claims the next class", () => {
  expect(growthPercent(grown(100_000_00, 119_999_99))).toBe(19);
  expect(growthPercent(grown(100_000_00, 120_000_00))).toBe(20);
  expect(growthPercent(grown(100_000_00, 99_500_00))).toBe(-1);
  expect(growthPercent(grown(100_000_00, 87_000_00))).toBe(-13);
});
