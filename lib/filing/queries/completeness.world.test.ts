import { asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { accounts, divisions, fundingPostings } from "#db/schema/index.ts";
import { asOf, withView } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "../commands/office.ts";
import { answerRemark, submitMonth } from "../commands/town.ts";
import { incomeTable } from "../rules/income-table.ts";
import { completenessOf } from "./completeness.ts";
import { deskFiling, filedMonth, reopenedOf } from "./filed-month.ts";
import { filingMatrix, mostUrgent, readyIn } from "./filing-matrix.ts";

// One year in two towns: 莲花 (19 villages) filed and was approved in November, 新民 (18 villages) filed late and
// has its month back.
const world = await openWorld();
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [junying, xishan] = [await world.village("军营"), await world.village("西山")];
const [office, clerk] = [await world.actor("office"), await world.actor("town", "新民镇")];
const leader = await world.actor("leader");
const month = "2016-11";

beforeAll(async () => {
  const [operating] = await world.db
    .select()
    .from(accounts)
    .where(eq(accounts.code, "501"))
    .orderBy(asc(accounts.id))
    .limit(1);
  const post = (on: string, townId: number, villageId: number, amountFen: number) =>
    postIncome(world.as(office, on), {
      townId,
      month,
      rows: [{ villageId, accountId: operating?.id ?? 0, amountFen }],
    });
  const project = await plantProject(world, { town: "新民镇", villages: { 西山: 10_000 } });
  await post("2016-12-01", lianhua.id, junying.id, 100_00);
  await submitMonth(world.as(office, "2016-12-05"), {
    townId: lianhua.id,
    month,
    version: 0,
    confirmed: true,
  });
  await approveMonth(world.as(office, "2016-12-08"), {
    month,
    towns: [{ townId: lianhua.id, version: 1 }],
    confirmed: true,
    reason: "其余无收入",
  });
  await post("2016-12-07", xinmin.id, xishan.id, 200_00);
  await submitMonth(world.as(clerk, "2016-12-09"), { townId: xinmin.id, month, version: 0, confirmed: true });
  const remarks = [{ subject: "project" as const, subjectId: project.id, remark: "请补报", field: "" }];
  await returnMonth(world.as(office, "2016-12-10"), {
    townId: xinmin.id,
    month,
    version: 1,
    reason: reasonOf("缺月报"),
    remarks,
  });
});

const rowOf = async (name: string, on = "2016-12-31") => {
  const matrix = await filingMatrix(world.as(leader, on), { year: 2016 });
  return {
    matrix,
    row: matrix.rows.find(({ town }) => town.shortName === name),
    cell: matrix.rows.find(({ town }) => town.shortName === name)?.cells[10],
  };
};

describe("the matrix", () => {
  test("is never of more than a county, whoever asks", async () => {
    const [county] = await world.db.select().from(divisions).where(eq(divisions.level, "county")).limit(1);
    if (!county) throw new Error("No county");
    const { id: _, ...like } = {
      ...county,
      code: "359900000000",
      level: "city" as const,
      name: "某市",
      shortName: "某市",
      parentId: null,
    };
    const [city] = await world.db.transaction((tx) => tx.insert(divisions).values(like).returning());
    if (!city) throw new Error("No city");
    const scope = { id: city.id, code: city.code, level: city.level, name: city.name };
    await expect(
      filingMatrix(world.as({ ...leader, scope }), { node: city.code, year: 2016 }),
    ).rejects.toBeInstanceOf(NotFound);
  });
  test("has the towns that have villages, each month with its state, what has come in, and how late", async () => {
    expect((await rowOf("莲花镇")).matrix.rows).toHaveLength(8);
    expect((await rowOf("莲花镇")).cell).toMatchObject({
      standing: "approved",
      version: 2,
      idle: false,
      villages: { done: 1, of: 19 },
      projects: { done: 0, of: 0 },
      timeliness: { kind: "onTime", filedOn: "2016-12-05", dueOn: "2016-12-05" },
    });
    expect((await rowOf("新民镇")).cell).toMatchObject({
      standing: "returned",
      villages: { done: 1, of: 18 },
      projects: { done: 0, of: 1 },
      timeliness: { kind: "late", days: 4 },
    });
  });
  test("what nobody has begun is neither open nor overdue, and counts in no total", async () => {
    const { matrix, row } = await rowOf("汀溪镇");
    expect(row?.cells.every((cell) => cell.idle && cell.timeliness === undefined)).toBe(true);
    expect(matrix.totals[10]).toMatchObject({
      towns: 2,
      filed: 1,
      settled: 1,
      locked: 0,
      late: 1,
      villages: { done: 2, of: 37 },
    });
  });
  test("on a past day it is as it was then", async () => {
    const past = await filingMatrix(asOf(world.as(leader), "2016-12-06"), { year: 2016 });
    expect(past.rows.find(({ town }) => town.shortName === "莲花镇")?.cells[10]).toMatchObject({
      standing: "submitted",
      version: 1,
    });
    expect(past.rows.find(({ town }) => town.shortName === "新民镇")?.cells[10]).toMatchObject({
      standing: "open",
      idle: true,
    });
  });
  test("offers for approving what was filed and for locking what comes next", async () => {
    const { matrix } = await rowOf("莲花镇");
    expect(readyIn(matrix, month).approve).toEqual([]);
    expect(readyIn(matrix, month).lock.map(({ town }) => town.shortName)).toEqual(["莲花镇"]);
    expect(mostUrgent(matrix, "2016-12")).toBe(month);
  });
  test("of a town holds that town alone", async () => {
    const matrix = await filingMatrix(world.as(clerk), { year: 2016 });
    expect(matrix.rows.map(({ town }) => town.shortName)).toEqual(["新民镇"]);
  });
});

describe("completeness", () => {
  const about = async (node: Parameters<typeof completenessOf>[1]) =>
    completenessOf(world.as(leader), node, month);
  test("of a district, a town and a village, counted by hand", async () => {
    expect(await about(world.district)).toEqual({
      month,
      villages: { all: 136, reported: 2, submitted: 1, approved: 1 },
      towns: { all: 8, submitted: 1, approved: 1 },
    });
    expect(await about(xinmin)).toMatchObject({
      villages: { all: 18, reported: 1, submitted: 0, approved: 0 },
      towns: { all: 1, submitted: 0, approved: 0 },
    });
    expect(await about(junying)).toMatchObject({
      villages: { all: 1, reported: 1, submitted: 1, approved: 1 },
      towns: { all: 1, submitted: 1, approved: 1 },
    });
  });
  test("is the same through every view", async () => {
    const seen = await about(world.district);
    for (const view of [{ approvedOnly: true }, { basis: "total" as const }])
      expect(await completenessOf(withView(world.as(leader), view), world.district, month)).toEqual(seen);
  });
});

describe("a town's month", () => {
  test("shows its rows, what is missing, what came late and what became of it", async () => {
    const filed = await filedMonth(world.as(clerk), xinmin.code, month);
    expect(filed).toMatchObject({
      standing: "returned",
      version: 2,
      reason: "缺月报",
      complete: false,
      opensOn: "2016-11-01",
      dueOn: "2016-12-05",
    });
    expect(filed.missing).toMatchObject({ remarks: 1, projects: [{ name: "梧侣商贸中心" }] });
    expect(filed.missing.villages).toHaveLength(17);
    const { lines, sums, operatingFen } = incomeTable(filed.villages);
    expect([sums, operatingFen]).toEqual([[200_00], 200_00]);
    expect(lines.filter((line) => line.operatingFen !== null)).toMatchObject([
      { name: "西山", cells: [200_00], late: 1, fresh: 0 },
    ]);
    expect(filed.events.map(({ act, byProxy, late }) => [act, byProxy, late])).toEqual([
      ["return", false, false],
      ["submit", false, true],
    ]);
    expect((await filedMonth(world.as(leader), lianhua.code, month)).events.at(-1)).toMatchObject({
      act: "submit",
      byProxy: true,
    });
  });
  test("that came back is on the desk with its remarks until it is filed again", async () => {
    const [back] = await reopenedOf(world.as(clerk), xinmin.id);
    expect(back).toMatchObject({
      month,
      standing: "returned",
      reason: "缺月报",
      remarks: [{ subject: "project", remark: "请补报", answer: undefined }],
    });
    await answerRemark(world.as(clerk), { remarkId: back?.remarks[0]?.id ?? 0, answer: "下月补" });
    expect((await reopenedOf(world.as(clerk), xinmin.id))[0]?.remarks[0]?.answer?.answer).toBe("下月补");
    expect(await deskFiling(world.as(clerk), xinmin, month)).toMatchObject({
      standing: "returned",
      version: 2,
      submittable: true,
      complete: false,
    });
    await submitMonth(world.as(clerk), { townId: xinmin.id, month, version: 2, confirmed: true });
    expect(await reopenedOf(world.as(clerk), xinmin.id)).toEqual([]);
  });
  test("shows all its money, however much: the office approves what it was shown", async () => {
    const { id: projectId } = await plantProject(world, { town: "汀溪镇", villages: { 堤内: 10_000 } });
    const by = { personName: "区专班", recordedAt: "2016-12-01T00:00:00.000Z", provenance: "real" } as const;
    const row = {
      projectId,
      stage: "plan",
      source: "district",
      amountFen: 1,
      onDay: "2016-11-30",
      year: 2016,
      ...by,
    } as const;
    await world.db.transaction((tx) =>
      tx.insert(fundingPostings).values(Array.from({ length: 1_001 }, () => row)),
    );
    const { funding } = await filedMonth(world.as(leader), (await world.town("汀溪镇")).code, month);
    expect(new Set(funding.map(({ id }) => id)).size).toBe(1_001);
  });
  test("that was unlocked names what was posted since its approval, and closes when its time is over", async () => {
    await lockMonth(world.as(office), { month, towns: [{ townId: lianhua.id, version: 2 }] });
    await unlockMonth(world.as(office), {
      townId: lianhua.id,
      month,
      version: 3,
      reason: reasonOf("补记"),
      until: "2017-01-02",
    });
    const [operating] = await world.db
      .select()
      .from(accounts)
      .where(eq(accounts.code, "501"))
      .orderBy(asc(accounts.id))
      .limit(1);
    const row = { villageId: junying.id, accountId: operating?.id ?? 0, amountFen: 5_00 };
    await postIncome(world.as(office), { townId: lianhua.id, month, rows: [row] });
    const fresh = async (on: string) => {
      const { standing, villages } = await filedMonth(world.as(leader, on), lianhua.code, month);
      return [
        standing,
        villages.flatMap(({ rows }) => rows.filter((each) => each.fresh).map((each) => each.amountFen)),
      ];
    };
    expect(await fresh("2017-01-02")).toEqual(["open", [5_00]]);
    expect(await fresh("2017-01-03")).toEqual(["expired", [5_00]]);
    expect((await rowOf("莲花镇", "2017-01-03")).cell).toMatchObject({ standing: "expired" });
  });
});
