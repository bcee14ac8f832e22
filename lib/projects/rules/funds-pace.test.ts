import fc from "fast-check";
import { expect, test } from "vitest";
import type { LightThresholds } from "#db/schema/projects.ts";
import { addMonths, type Calendar, monthsOf } from "#lib/core/dates.ts";
import { cumulated, type FundsMonth, fenFor, shareBp } from "./funds-pace.ts";
import { type LightFacts, lightOf } from "./lights.ts";

const thresholds: LightThresholds = {
  progress: { yellowFromPoints: 10, redAbovePoints: 30 },
  funds: { yellowFromPoints: 10, redAbovePoints: 30 },
  start: { redFromMonths: 3 },
  report: { redAfterMonths: 1 },
};
const rules = [{ effectiveOn: "2015-01-01", thresholds }];
const calendar: Calendar = new Map(
  [...monthsOf(2016), ...monthsOf(2017)].map((month) => [month, `${addMonths(month, 1)}-05`]),
);
const million = 100_000_000; // ¥1,000,000 in fen

// The plan calls for half of the whole by the end of June 2016 and for 60 % by the end of July.
const plan: LightFacts["plans"][number] = {
  madeOn: "2016-01-01",
  rows: [
    { phase: "building", plannedOn: "2016-01-01", plannedBp: 0 },
    { phase: "accepted", plannedOn: "2016-06-30", plannedBp: 5000 },
    { phase: "operating", plannedOn: "2016-07-31", plannedBp: 6000 },
  ],
};
const money = (month: string, received: number, spent = 0, planned = million): FundsMonth => ({
  month,
  plannedFen: planned,
  receivedFen: received,
  spentFen: spent,
});
const light = (funds: FundsMonth[], some: Partial<LightFacts> = {}, on = "2016-06-30", by = rules) =>
  lightOf(
    {
      createdOn: "2016-01-01",
      endedOn: null,
      plans: [plan],
      pauses: [],
      startedOn: null,
      overrides: [],
      reports: [{ month: "2016-06", progressBp: 5000, phase: "building" }],
      funds,
      ...some,
    },
    by,
    on,
    calendar,
  );

test.each([
  ["all that the plan calls for is green", 500_000_00, "green", "fundsOnPace"],
  ["9.99 points behind is green", 400_100_00, "green", "fundsBehind"],
  ["10 points behind is yellow", 400_000_00, "yellow", "fundsBehind"],
  ["a fen short of 9.99 points behind is 10 points behind", 400_099_99, "yellow", "fundsBehind"],
  ["30 points behind is still yellow", 200_000_00, "yellow", "fundsBehind"],
  ["30.01 points behind is red", 199_900_00, "red", "fundsBehind"],
])("money: %s", (_, received, colour, key) => {
  const got = light([money("2016-06", received)]);
  expect(got?.funds).toMatchObject({ light: colour, plannedFen: million, actualFen: received, why: { key } });
  expect(got?.light).toBe(colour);
  expect(got?.progress.light).toBe("green");
});

test("the larger of received and spent counts", () => {
  expect(light([money("2016-06", 100_000_00, 500_000_00)])?.funds).toMatchObject({
    light: "green",
    actualFen: 500_000_00,
  });
});

test("money says what should be there, what is, and how far behind, in exact numbers", () => {
  expect(light([money("2016-06", 123_400_00)])?.why).toEqual({
    key: "fundsBehind",
    values: {
      planned: 50,
      actual: 12.34,
      behind: 37.66,
      month: "2016-06",
      wholeWan: "100.0",
      actualWan: "12.3",
    },
  });
});

test("where no money is planned yet, or the rule judges none, nothing is judged and nothing counts", () => {
  expect(light([])?.funds).toMatchObject({
    light: "green",
    behindPoints: null,
    why: { key: "fundsNotPlanned" },
  });
  expect(light([money("2016-06", 0, 0, 0)])?.light).toBe("green");
  const { funds: _, ...older } = thresholds;
  const got = light([money("2016-06", 0)], {}, "2016-06-30", [
    { effectiveOn: "2015-01-01", thresholds: older },
  ]);
  expect(got).toMatchObject({
    light: "green",
    funds: { light: "green", behindPoints: null, why: { key: "fundsNotJudged" } },
  });
});

test("money is judged on the day that progress is: what came after the report's month does not count yet", () => {
  expect(
    light([money("2016-06", 100_000_00), money("2016-07", 500_000_00)], {}, "2016-07-20")?.funds,
  ).toMatchObject({
    light: "red",
    actualFen: 100_000_00,
  });
});

test("money that catches up after red is yellow for that month", () => {
  const funds = [money("2016-06", 100_000_00), money("2016-07", 600_000_00)];
  const reports = ["2016-06", "2016-07"].map((month) => ({
    month,
    progressBp: 6000,
    phase: "building" as const,
  }));
  expect(light(funds, { reports }, "2016-07-31")).toMatchObject({
    light: "yellow",
    funds: { light: "yellow", why: { key: "fundsCaughtUp" } },
  });
  expect(
    light(
      funds,
      { reports: [...reports, { month: "2016-08", progressBp: 6000, phase: "building" }] },
      "2016-08-31",
    )?.light,
  ).toBe("green");
});

test("progress comes before start, start before money, where they are as bad as each other", () => {
  const reports = [{ month: "2016-06", progressBp: 1000, phase: "building" as const }];
  expect(light([money("2016-06", 0)], { reports })).toMatchObject({ light: "red", why: { key: "behind" } });
});

test("a project that operates is no longer asked for its money", () => {
  const reports = [{ month: "2016-06", progressBp: 10_000, phase: "operating" as const }];
  expect(light([money("2016-06", 0)], { reports })).toMatchObject({
    light: "green",
    funds: { light: "green", why: { key: "fundsDone" } },
  });
});

test("months come together", () => {
  expect(cumulated([money("2016-01", 5, 1, 10), money("2016-04", 3, 4, -2)])).toEqual([
    money("2016-01", 5, 1, 10),
    money("2016-04", 8, 5, 8),
  ]);
});

test("the sum that a part of the whole needs is the whole of it, to the next ¥1,000", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 100_000_000_000 }),
      (bp, whole) => {
        const fen = fenFor(bp, whole);
        expect(fen % 100_000).toBe(0);
        expect(shareBp(fen, whole)).toBeGreaterThanOrEqual(bp);
        if (fen > 100_000) expect(((fen - 100_000) * 10_000) / whole).toBeLessThan(bp);
      },
    ),
  );
});
