import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  fundingPostings,
  fundingYears,
  projects,
  type Source,
  type Stage,
  sources,
  stages,
} from "#db/schema/index.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { postFunding, reverseFunding } from "../commands/postings.ts";
import { FundingFilter, type FundingGroup } from "../input.ts";
import type { Change } from "../rules/movement.ts";
import { noMoney } from "../rules/stage-order.ts";
import { fundingOfYear } from "../store/rollup.ts";
import { fundingPosting, fundingPostingsOf } from "./ledger.ts";
import { projectFunding } from "./project-funding.ts";
import { byStage, carryOverOf, fundingSums, fundingTotals } from "./totals.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const lianhua = await world.town("莲花镇");
const [junying, baijiaoci, xikeng] = await Promise.all(
  ["军营", "白交祠", "西坑"].map((name) => world.village(name)),
);

const one = await plantProject(world, { town: "莲花镇", villages: { 军营: 10000 }, name: "高山茶园" });
const shared = await plantProject(world, {
  town: "莲花镇",
  villages: { 白交祠: 3333, 军营: 3334, 西坑: 3333 },
  name: "高山党校",
});
const far = await plantProject(world, { town: "新民镇", villages: { 梧侣: 10000 } });
const key = await plantProject(world, {
  town: "新民镇",
  villages: { 梧侣: 10000 },
  level: "key",
  name: "商贸中心二期",
});
const twin = await plantProject(world, {
  town: "莲花镇",
  villages: { 军营: 10000 },
  level: "key",
  sameAsId: one.id,
  name: "高山茶园(重点)",
});
const withMoney = [one, shared, far, key];

type Sum = { projectId: number; stage: Stage; source: Source; year: number; amountFen: number };
const kept: Sum[] = [];

beforeAll(async () => {
  const operations = fc.sample(
    fc.record({
      project: fc.integer({ min: 0, max: withMoney.length - 1 }),
      stage: fc.constantFrom(...stages),
      source: fc.constantFrom<Source>("district", "city", "town"),
      amountFen: fc.integer({ min: 1, max: 90_000_01 }),
      day: fc.integer({ min: 1, max: 28 }),
      month: fc.integer({ min: 1, max: 12 }),
      year: fc.constantFrom(2015, 2016),
      reverse: fc.integer({ min: 0, max: 6 }),
      change: fc.constantFrom<Change>(
        "ordinary",
        "ordinary",
        "ordinary",
        "ordinary",
        "ordinary",
        "raise",
        "cut",
        "return",
        "return",
        "return",
      ),
    }),
    { numRuns: 320, seed: 20161231 },
  );
  const posted: (Sum & { id: number })[] = [];
  for (const [at, { project, day, month, reverse, change, ...drawn }] of operations.entries()) {
    // What comes back is little, so that there is enough for it to come back from.
    const money = change === "return" ? { ...drawn, amountFen: (drawn.amountFen % 9_000) + 1 } : drawn;
    const victim = reverse === 0 ? posted[(at * 7) % Math.max(1, posted.length)] : undefined;
    try {
      if (victim) {
        await reverseFunding(office, { postingId: victim.id, reason: reasonOf("抽查更正") });
        kept.push({ ...victim, amountFen: -victim.amountFen });
      } else {
        const projectId = withMoney[project]?.id ?? 0;
        const onDay = `${money.year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        const explanation = at % 3 === 0 ? "先行垫付" : "";
        const { id } = await postFunding(office, {
          projectId,
          ...money,
          change,
          onDay,
          documentNo: `第${at}号`,
          note: "月结",
          explanation,
        });
        const signed = {
          ...money,
          amountFen: change === "cut" || change === "return" ? -money.amountFen : money.amountFen,
        };
        posted.push({ id, projectId, ...signed });
        kept.push({ projectId, ...signed });
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
});

const add = (rows: { amountFen: number }[]) => rows.reduce((sum, row) => sum + row.amountFen, 0);

describe("every total is the sum of its rows, to the fen", () => {
  test("enough was posted, taken back and refused to tell", () => {
    expect(kept.filter((row) => row.amountFen > 0).length).toBeGreaterThan(80);
    expect(kept.filter((row) => row.amountFen < 0).length).toBeGreaterThan(10);
  });

  test("adjustments and returns are among them, both ways and reversed", async () => {
    const rows = await world.db.select().from(fundingPostings);
    for (const movement of ["adjustment", "return"] as const) {
      expect(
        rows.filter((row) => row.movement === movement && row.amountFen < 0 && row.reversesId === null)
          .length,
        movement,
      ).toBeGreaterThan(2);
    }
    expect(rows.some((row) => row.movement !== "ordinary" && row.reversesId !== null)).toBe(true);
  });

  test("a year opens with what the year before closed with, whatever is looked at", async () => {
    for (const filter of [
      {},
      { node: lianhua.code },
      { node: junying?.code },
      { project: shared.id },
      { source: "city" as const },
    ]) {
      const [before, after] = [
        await carryOverOf(auditor, filter, 2015),
        await carryOverOf(auditor, filter, 2016),
      ];
      expect(before.opening).toEqual({ allottedFen: 0, heldFen: 0 });
      expect(after.opening).toEqual(before.closing);
      const all = byStage(await fundingSums(auditor, filter, []));
      expect(after.closing).toEqual({
        allottedFen: all.allot - all.disburse,
        heldFen: all.receive - all.spend,
      });
    }
  });

  test("the yearly sums of town and county equal the postings", async () => {
    const rows = await world.db.select().from(fundingPostings);
    const towns = new Map((await world.db.select().from(projects)).map((row) => [row.id, row.townId]));
    for (const sum of await world.db.select().from(fundingYears)) {
      const of = rows.filter(
        (row) =>
          (sum.divisionId === world.district.id || towns.get(row.projectId) === sum.divisionId) &&
          row.year === sum.year &&
          row.source === sum.source &&
          row.stage === sum.stage,
      );
      expect(sum.amountFen).toBe(add(of));
    }
    expect(
      add((await world.db.select().from(fundingYears)).filter((row) => row.divisionId === world.district.id)),
    ).toBe(add(rows));
    expect(add(rows)).toBe(add(kept));
  });

  test.each<FundingGroup>(["town", "village", "project", "list", "source", "year"])(
    "grouped by %s the rows add up to the whole",
    async (by) => {
      const sums = await fundingSums(auditor, {}, [by]);
      const expected = noMoney();
      for (const row of kept) expected[row.stage] += row.amountFen;
      const got = noMoney();
      for (const sum of sums) got[sum.stage] += sum.amountFen;
      expect(got).toEqual(expected);
    },
  );

  test("a filter gives what a person would add up by hand", async () => {
    for (const [source, stage, year] of [
      ["district", "plan", 2016],
      ["city", "disburse", 2015],
      ["town", "receive", 2016],
    ] as const) {
      const expected = add(
        kept.filter((row) => row.source === source && row.stage === stage && row.year === year),
      );
      expect(add(await fundingSums(auditor, { source, stage, year }, []))).toBe(expected);
      expect(
        add(await fundingSums(auditor, { source, stage, from: `${year}-01-01`, to: `${year}-12-31` }, [])),
      ).toBe(expected);
    }
  });

  test("the roll-up answers as the postings do, for town, county and above", async () => {
    for (const node of [
      lianhua,
      world.district,
      { ...world.district, level: "city" as const, code: "350200000000" },
    ]) {
      const sums = await fundingOfYear(world.db, node, 2016);
      const slow = await fundingSums(
        office,
        { node: node.level === "city" ? undefined : node.code, year: 2016 },
        ["source"],
      );
      const plain = (list: { stage: string; source?: string | undefined; amountFen: number }[]) =>
        list.map((row) => `${row.stage} ${row.source} ${row.amountFen}`).toSorted();
      expect(plain(sums)).toEqual(plain(slow));
    }
  });

  test("villages' parts add up to the project, whatever the split of the selection", async () => {
    const parts = await fundingSums(auditor, { project: shared.id }, ["village"]);
    expect(new Set(parts.map((part) => part.village?.name))).toEqual(new Set(["军营", "白交祠", "西坑"]));
    expect(add(parts)).toBe(add(kept.filter((row) => row.projectId === shared.id)));
    for (const village of [junying, baijiaoci, xikeng]) {
      const alone = await fundingSums(auditor, { node: village?.code, project: shared.id }, []);
      expect(add(alone)).toBe(add(parts.filter((part) => part.village?.code === village?.code)));
      const years = await Promise.all(
        [2015, 2016].map((year) =>
          fundingSums(auditor, { node: village?.code, project: shared.id, year }, []),
        ),
      );
      expect(add(years.flat())).toBe(add(alone));
    }
  });

  test("a physical project on both lists is counted once and stands in both", async () => {
    const { composition: of, total } = await fundingTotals(auditor, {}, "list");
    for (const stage of stages) {
      expect(of.village.stages[stage] + of.key.stages[stage] - of.both.stages[stage]).toBe(total[stage]);
      expect(of.both.stages[stage]).toBe(
        add(kept.filter((row) => row.projectId === one.id && row.stage === stage)),
      );
    }
    expect([of.village.projects, of.key.projects, of.both.projects, of.all.projects]).toEqual([3, 2, 1, 4]);
    const listed = async (list: "village" | "key" | "both" | "villageOnly" | "keyOnly") =>
      add(await fundingSums(auditor, { list }, []));
    expect(await listed("village")).toBe((await listed("villageOnly")) + (await listed("both")));
    expect(await listed("key")).toBe((await listed("keyOnly")) + (await listed("both")));
  });

  test("a key project that is a village project shows the village project's money", async () => {
    expect(await projectFunding(auditor, twin.id)).toEqual(await projectFunding(auditor, one.id));
    expect((await projectFunding(auditor, one.id)).total.plan).toBeGreaterThan(0);
  });
});

describe("each total opens its postings", () => {
  test("the ledger of a filter adds up to its total, page by page, nothing twice", async () => {
    const filter = { source: "district" as const, stage: "plan" as const };
    const seen: number[] = [];
    let fen = 0;
    let cursor: string | undefined;
    do {
      const page = await fundingPostingsOf(auditor, filter, { cursor, limit: 7 });
      seen.push(...page.rows.map((row) => row.id));
      fen += add(page.rows);
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(fen).toBe(add(await fundingSums(auditor, filter, [])));
  });

  test("a village's ledger shows its part of each posting, and the parts add up", async () => {
    const { rows } = await fundingPostingsOf(auditor, { node: baijiaoci?.code }, { limit: 500 });
    expect(rows.every((row) => row.project.id === shared.id)).toBe(true);
    expect(rows.reduce((sum, row) => sum + (row.partFen ?? 0), 0)).toBe(
      add(await fundingSums(auditor, { node: baijiaoci?.code }, [])),
    );
  });

  test("a posting says what took it back", async () => {
    const { rows } = await fundingPostingsOf(auditor, {}, { limit: 500 });
    const reversal = rows.find((row) => row.reversesId !== null);
    const original = await fundingPosting(auditor, reversal?.reversesId ?? 0);
    expect(original).toMatchObject({ reversedById: reversal?.id, amountFen: -(reversal?.amountFen ?? 0) });
  });
});

describe("scope", () => {
  test("a town sees its own projects' money and nothing else", async () => {
    const mine = kept.filter((row) => row.projectId === one.id || row.projectId === shared.id);
    expect(add(await fundingSums(clerk, {}, []))).toBe(add(mine));
    expect(add(await fundingSums(clerk, { project: far.id }, []))).toBe(0);
    await expect(fundingSums(clerk, { node: (await world.town("新民镇")).code }, [])).rejects.toBeInstanceOf(
      NotFound,
    );
    const other = (await fundingPostingsOf(auditor, { project: far.id })).rows[0];
    await expect(fundingPosting(clerk, other?.id ?? 0)).rejects.toBeInstanceOf(NotFound);
  });

  test("the administrator sees no figures", async () => {
    await expect(fundingSums(world.as(await world.actor("admin")), {}, [])).rejects.toBeInstanceOf(Forbidden);
  });
});

test("a filter from a URL is read or refused, never guessed", () => {
  expect(FundingFilter.parse({ year: "2016", from: "2016.1.5", list: "key" })).toMatchObject({
    year: 2016,
    from: "2016-01-05",
    list: "key",
  });
  for (const bad of [
    { year: "x" },
    { node: "3502" },
    { source: "moon" },
    { stage: "" },
    { project: "0" },
    { from: "2016-13-01" },
  ]) {
    expect(FundingFilter.safeParse(bad).success).toBe(false);
  }
  expect(sources).toContain("district");
});
