import { expect, test } from "vitest";
import { trendOf } from "./trend.ts";

test("a trend is the newest report against the mean of those before it, and a tenth of that is no trend", () => {
  expect(trendOf([1_000_00, 1_000_00, 1_100_00])).toBe("level");
  expect(trendOf([1_000_00, 1_000_00, 1_100_01])).toBe("up");
  expect(trendOf([1_000_00, 1_000_00, 900_00])).toBe("level");
  expect(trendOf([1_000_00, 1_000_00, 899_99])).toBe("down");
  expect(trendOf([500_00, 1_500_00, 2_000_00])).toBe("up"); // 2,000 against 1,000
});
test("months without a report are no zeros, and one report is no trend", () => {
  expect(trendOf([1_000_00, null, 1_000_00])).toBe("level");
  expect(trendOf([null, null, 1_000_00])).toBeNull();
  expect(trendOf([null, null])).toBeNull();
  expect(trendOf([])).toBeNull();
});
test("nothing before, and losses", () => {
  expect(trendOf([0, 1])).toBe("up");
  expect(trendOf([0, 0])).toBe("level");
  expect(trendOf([-1_000_00, -500_00])).toBe("up");
  expect(trendOf([1_000_00, -1])).toBe("down");
});
