import fc from "fast-check";
import { expect, test } from "vitest";
import { ratio, ratioBp } from "./percent.ts";

test.each([
  [59.62, 84.2, "71%"], // 70.8: rounded, not cut
  [94.84, 100, "95%"],
  [93.79, 100, "94%"],
  [98.6, 100, "99%"],
  [76.54, 100, "77%"],
  [1, 2, "50%"],
  [5, 1000, "1%"], // half away from zero
  [254, 100, "254%"],
])("%d of %d is %s, rounded one way", (part, whole, said) => expect(ratio(part, whole)).toBe(said));

test.each([
  [0, 136, "0%"],
  [1, 1_000_000, "<1%"],
  [4, 1000, "<1%"],
  [136, 136, "100%"],
  [9_999_999, 10_000_000, ">99%"],
  [996, 1000, ">99%"],
  [1004, 1000, ">100%"],
  [-4, 1000, ">−1%"],
  [-250, 1000, "−25%"],
  [0, 0, "—"],
  [5, 0, "—"],
])("%d of %d is %s: all is only all, and something is never nothing", (part, whole, said) =>
  expect(ratio(part, whole)).toBe(said),
);

test("of any parts only the whole is 100% and only nothing is 0%", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 13 }),
      fc.integer({ min: 1, max: 10 ** 13 }),
      (part, whole) => {
        expect(ratio(part, whole) === "100%").toBe(part === whole);
        expect(ratio(part, whole) === "0%").toBe(part === 0);
      },
    ),
  );
});

test.each([
  [254, 100, 25_400],
  [1, 3, 3_333],
  [2, 3, 6_667],
  [999_999, 1_000_000, 9_999],
  [1_000_001, 1_000_000, 10_001],
  [1, 1_000_000, 1],
  [0, 7, 0],
  [-1, 1_000_000, -1],
  [1, 0, null],
])("in basis points %d of %d is %s, by the same rule", (part, whole, bp) =>
  expect(ratioBp(part, whole)).toBe(bp),
);
