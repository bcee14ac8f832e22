import { describe, expect, test } from "vitest";
import { oddnessOf, typicalOf } from "./usual.ts";

test("what is typical is the middle of the months that had something; fewer than three say nothing", () => {
  expect(typicalOf([9_000_00, 0, 10_000_00, 120_000_00, 11_000_00])).toBe(10_000_00);
  expect(typicalOf([10_000_00, 12_000_00, 11_000_00])).toBe(11_000_00);
  expect(typicalOf([-300_00, 200_00, -100_00])).toBe(200_00);
  expect(typicalOf([10_000_00, 12_000_00])).toBeNull();
  expect(typicalOf([])).toBeNull();
});

describe("an amount out of all proportion", () => {
  const usual = { typicalFen: 10_000_00, yearFen: 120_000_00 };
  test.each([
    [10_000_000_00, "tenYears"], // a thousand times the month, and more than ten years at once
    [1_200_000_01, "tenYears"],
    [1_200_000_00, null], // ten years exactly
    [10_00, "thousandth"],
    [1_00, "thousandth"], // 万元 taken for 元
    [20_00, "thousandth"],
    [20_01, null],
    [-10_00, "thousandth"],
    [0, null],
    [12_000_00, null],
    [100_000_00, null], // a whole year's rent at once
  ])("%d fen: %s", (fen, odd) => expect(oddnessOf(fen, usual)).toBe(odd));
  test("beside small months of one account and a large year", () => {
    const beside = { typicalFen: 100_00, yearFen: 5_000_000_00 };
    expect(oddnessOf(100_000_00, beside)).toBe("thousandTimes");
    expect(oddnessOf(50_000_00, beside)).toBe("thousandTimes");
    expect(oddnessOf(49_999_99, beside)).toBeNull();
  });
  test("never where nothing is known of the village", () => {
    for (const fen of [1, 999_999_999_99])
      expect(oddnessOf(fen, { typicalFen: null, yearFen: 0 })).toBeNull();
    expect(oddnessOf(1_200_000_01, { typicalFen: null, yearFen: 120_000_00 })).toBe("tenYears");
  });
});
