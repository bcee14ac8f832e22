import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#lib/core/dates.ts";
import { clockDay, type PlanRow, paceOn } from "./pace.ts";

const plan: PlanRow[] = [
  { phase: "approved", plannedOn: "2016-01-11", plannedBp: 1000 },
  { phase: "building", plannedOn: "2016-03-01", plannedBp: 3000 },
  { phase: "accepted", plannedOn: "2016-09-17", plannedBp: 9000 },
  { phase: "operating", plannedOn: "2016-09-17", plannedBp: 10_000 },
];

test.each([
  ["nothing is called for before the first planned day", "2016-01-10", 0],
  ["the first value holds on its day", "2016-01-11", 1000],
  ["half way between two days is half way between their values", "2016-02-05", 2000],
  ["a value holds on its own day", "2016-03-01", 3000],
  ["a quarter of 200 days is a quarter of 60 points", "2016-04-20", 4500],
  ["a fraction is rounded to the basis point", "2016-03-02", 3030],
  ["the last day before the end", "2016-09-16", 8970],
  ["of two phases on one day the further counts", "2016-09-17", 10_000],
  ["the last value stays", "2020-01-01", 10_000],
])("%s", (_, on, bp) => {
  expect(paceOn(plan, on)).toBe(bp);
});

test("a pause stops the clock: the plan goes on from where it stood", () => {
  const pauses = [{ fromOn: "2016-04-20", toOn: "2016-05-20" }];
  expect(paceOn(plan, "2016-04-20", pauses)).toBe(4500);
  expect(paceOn(plan, "2016-05-01", pauses)).toBe(4500);
  expect(paceOn(plan, "2016-05-20", pauses)).toBe(4500);
  expect(paceOn(plan, "2016-05-30", pauses)).toBe(paceOn(plan, "2016-04-30"));
});

test("a pause that lasts holds the clock where it began", () => {
  expect(clockDay("2016-12-31", [{ fromOn: "2016-04-20", toOn: null }])).toBe("2016-04-20");
});

test("two pauses add up", () => {
  const pauses = [
    { fromOn: "2016-02-01", toOn: "2016-02-11" },
    { fromOn: "2016-03-01", toOn: "2016-03-06" },
  ];
  expect(clockDay("2016-04-01", pauses)).toBe("2016-03-17");
});

test("no plan calls for nothing", () => {
  expect(paceOn([], "2016-12-31")).toBe(0);
});

const dayIn = fc.integer({ min: 0, max: 1500 }).map((days) => addDays("2015-01-01", days));
const anyPlan = fc
  .tuple(
    fc.array(dayIn, { minLength: 4, maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([days, values]): PlanRow[] => {
    const sorted = values.toSorted((a, b) => a - b);
    const phases = ["approved", "building", "accepted", "operating"] as const;
    return days
      .toSorted()
      .map((plannedOn, i) => ({ phase: phases[i] ?? "operating", plannedOn, plannedBp: sorted[i] ?? 0 }));
  });

test("pace never falls, and stays between nothing and the last value", () => {
  fc.assert(
    fc.property(anyPlan, dayIn, fc.integer({ min: 0, max: 400 }), (rows, on, later) => {
      const now = paceOn(rows, on);
      expect(now).toBeGreaterThanOrEqual(0);
      expect(paceOn(rows, addDays(on, later))).toBeGreaterThanOrEqual(now);
      expect(paceOn(rows, addDays(on, later))).toBeLessThanOrEqual(rows.at(-1)?.plannedBp ?? 0);
    }),
  );
});

test("a pause shifts what comes after it by its length, and never calls for more", () => {
  fc.assert(
    fc.property(
      anyPlan,
      dayIn,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      (rows, fromOn, length, after) => {
        const pauses = [{ fromOn, toOn: addDays(fromOn, length) }];
        const on = addDays(fromOn, length + after);
        expect(paceOn(rows, on, pauses)).toBe(paceOn(rows, addDays(on, -length)));
        expect(paceOn(rows, on, pauses)).toBeLessThanOrEqual(paceOn(rows, on));
      },
    ),
  );
});
