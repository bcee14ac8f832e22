import fc from "fast-check";
import { expect, test } from "vitest";
import { sources, stages } from "#db/schema/funding.ts";
import { phases, projectLevels } from "#db/schema/projects.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import {
  addFigures,
  bySource,
  type Figures,
  isNothing,
  minusFigures,
  noFigures,
  ofAllSources,
  sumsOf,
} from "./figures.ts";
import { type Counted, countOf, lightsOf, tallyOf } from "./tally.ts";

const anyProject: fc.Arbitrary<Counted> = fc
  .record({
    level: fc.constantFrom(...projectLevels),
    phase: fc.constantFrom(...phases),
    countsAs: fc.constantFrom(...lights),
    twin: fc.boolean(),
  })
  .map(({ twin, ...project }) => ({ ...project, sameAsId: twin && project.level === "key" ? 1 : null }));
const amount = fc.integer({ min: -1e12, max: 1e12 });
const anyMoney = fc.array(
  fc.record({ source: fc.constantFrom(...sources), stage: fc.constantFrom(...stages), amountFen: amount }),
  {
    maxLength: 12,
  },
);
const count = fc.nat(1000);
const anyFigures: fc.Arbitrary<Figures> = fc
  .record({
    villages: count,
    met: count,
    notMet: count,
    noData: count,
    operatingFen: amount,
    targetFen: amount,
    gapFen: amount,
    attainedFen: amount,
    posted: count,
  })
  .chain((plain) =>
    fc
      .record({
        filed: fc.record({ reported: count, approved: count, waiting: count }),
        reports: fc.record({ due: count, made: count }),
        projects: fc.array(anyProject, { maxLength: 20 }),
        funding: anyMoney,
      })
      .map(({ filed, reports, projects, funding }) => ({
        ...plain,
        filed,
        reports,
        projects: tallyOf(projects),
        funding: bySource(funding),
      })),
  );
const sum = (all: Figures[]) => all.reduce((a, b) => addFigures(a, b), noFigures());

test("71 on one list and 17 on the other, 4 of them on both, are 84 things", () => {
  const village = Array.from(
    { length: 71 },
    (): Counted => ({ level: "village", phase: "building", countsAs: "green", sameAsId: null }),
  );
  const key = Array.from(
    { length: 17 },
    (_, n): Counted => ({ level: "key", phase: "approved", countsAs: "red", sameAsId: n < 4 ? n + 1 : null }),
  );
  const tally = tallyOf([...village, ...key]);
  expect([
    countOf(lightsOf(tally.village)),
    countOf(lightsOf(tally.key)),
    tally.both,
    countOf(lightsOf(tally.once)),
  ]).toEqual([71, 17, 4, 84]);
  expect(tally.once.building.green).toBe(71);
  expect(tally.once.approved.red).toBe(13);
});

test("the lists are counted once each whatever stands on them: village + key − both = once", () => {
  fc.assert(
    fc.property(fc.array(anyProject), (projects) => {
      const tally = tallyOf(projects);
      expect(countOf(lightsOf(tally.village)) + countOf(lightsOf(tally.key)) - tally.both).toBe(
        countOf(lightsOf(tally.once)),
      );
      expect(countOf(lightsOf(tally.village)) + countOf(lightsOf(tally.key))).toBe(projects.length);
    }),
  );
});

test("projects split among divisions add up to the whole, however they are split", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyProject, fc.nat(4))), (projects) => {
      const parts = [0, 1, 2, 3, 4].map((at) =>
        tallyOf(projects.filter(([, where]) => where === at).map(([project]) => project)),
      );
      const whole = sum(parts.map((tally) => ({ ...noFigures(), projects: tally })));
      expect(whole.projects).toEqual(tallyOf(projects.map(([project]) => project)));
    }),
  );
});

test("figures add up in any order and grouping, and taking a part away leaves the rest", () => {
  fc.assert(
    fc.property(anyFigures, anyFigures, anyFigures, (a, b, c) => {
      expect(sum([a, b, c])).toEqual(sum([c, a, b]));
      expect(addFigures(a, addFigures(b, c))).toEqual(addFigures(addFigures(a, b), c));
      const rest = minusFigures(addFigures(a, b), b);
      expect(isNothing(minusFigures(rest, a))).toBe(true);
      expect(ofAllSources(rest.funding)).toEqual(ofAllSources(a.funding));
    }),
  );
});

test("money by source and stage keeps every fen", () => {
  fc.assert(
    fc.property(anyMoney, (sums) => {
      const money = bySource(sums);
      const total = (rows: { amountFen: number }[]) => rows.reduce((all, row) => all + row.amountFen, 0);
      expect(total(sumsOf(money))).toBe(total(sums));
      for (const stage of stages)
        expect(ofAllSources(money)[stage]).toBe(total(sums.filter((each) => each.stage === stage)));
    }),
  );
});
