import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { divisions, incomeYears, projects } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import { asOf, type Ctx } from "#lib/core/context.ts";
import { addDays, type Day, dayOf, instantOn } from "#lib/core/dates.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { statusesOf } from "#lib/projects/queries/status.ts";
import { openEmpty } from "#lib/testing/world.ts";
import { type Comparison, comparisonOf } from "../queries/compare.ts";
import { lightTurnsOf } from "../queries/light-causes.ts";
import { lastVillageTurns, villageTurnsOf } from "../queries/village-causes.ts";
import type { Cause } from "./causes.ts";

// The causes that a comparison names, held against the demonstration's own tables: how each light and each
// village stood just before and just after, read through the view of that instant as any past board is.

const { db } = await openEmpty();
let ctx: Ctx;
beforeAll(async () => {
  await fillDemonstration(db, { towns: ["xiangping", "xinmin"] });
  const [district] = await db.select().from(divisions).where(eq(divisions.level, "county"));
  if (!district) throw new Error("No district was founded");
  ctx = {
    db,
    actor: { ...operator, id: 1, role: "office", scope: district },
    now: instantOn("2016-12-31"),
    request: "test",
  } as Ctx;
});

const spans: { from: Day; to: Day }[] = [
  { from: "2016-11-30", to: "2016-12-31" },
  { from: "2015-12-31", to: "2016-04-15" },
];

/**
 * The instant of a cause, with the day just before it and its own, and whether it is itself among what was
 * recorded by then.
 */
function around(cause: Cause): { before: [string, Day]; after: [string, Day] } {
  if (!("act" in cause)) {
    const at = instantOn(cause.day, 0).toISOString();
    return { before: [at, addDays(cause.day, -1)], after: [at, cause.day] };
  }
  const { at } = cause.act;
  const day = dayOf(new Date(at));
  return { before: [at, day], after: [new Date(Date.parse(at) + 1).toISOString(), day] };
}

const lightAt = async (id: number, [known, day]: [string, Day]) =>
  (await statusesOf(db.asOf(known), eq(projects.id, id), day))[0]?.assessment?.light ?? null;

async function metAt(id: number, [known]: [string, Day], approvedOnly: boolean) {
  const [row] = await db
    .asOf(known)
    .withView({ approvedOnly })
    .select()
    .from(incomeYears)
    .where(and(eq(incomeYears.divisionId, id), eq(incomeYears.year, 2016)));
  return row?.withData ? row.met === 1 : null;
}

const compared = (span: { from: Day; to: Day }, approvedOnly: boolean): Promise<Comparison> =>
  comparisonOf({ ...ctx, db: db.withView({ approvedOnly }) }, { ...span, year: 2016 });

test("each light stood otherwise just before what turned it, and as it does at the end just after, in several spans", async () => {
  let turned = 0;
  for (const span of spans) {
    for (const { project, to, cause } of (await compared(span, false)).lights) {
      if (!cause) throw new Error(`Nothing is named that turned ${project.number}`);
      const { before, after } = around(cause);
      expect([project.number, await lightAt(project.id, after)]).toEqual([project.number, to]);
      expect([project.number, await lightAt(project.id, before)]).not.toEqual([project.number, to]);
      turned += 1;
    }
  }
  expect(turned).toBeGreaterThan(10);
});

test("each village's year stood otherwise just before what turned it: by recording, and of what is approved by approval", async () => {
  for (const approvedOnly of [false, true]) {
    let turned = 0;
    for (const span of spans) {
      for (const { id, name, to, cause } of (await compared(span, approvedOnly)).crossed) {
        if (!cause) throw new Error(`Nothing is named that turned ${name}`);
        const { before, after } = around(cause);
        expect([name, await metAt(id, after, approvedOnly)]).toEqual([name, to]);
        expect([name, await metAt(id, before, approvedOnly)]).not.toEqual([name, to]);
        expect("act" in cause && cause.act.verb).toBe(approvedOnly ? "filing.approve" : "income.post");
        turned += 1;
      }
    }
    expect(turned).toBeGreaterThan(10);
  }
});

test("a project's history of its light is every turn of it: none is missed between two days", async () => {
  const span = { from: "2016-09-30", to: "2016-12-31" };
  for (const number of ["村-012", "村-014"]) {
    const [row] = await db.select().from(projects).where(eq(projects.number, number));
    const turns = await lightTurnsOf(db, row?.id ?? 0, span);
    let at = 0;
    for (let day = span.from; day <= span.to; day = addDays(day, 1)) {
      const then = asOf(ctx, day);
      while (turns[at] && dayIn(turns[at]?.cause as Cause) <= day) at += 1;
      const said = at === 0 ? turns[0]?.from : turns[at - 1]?.to;
      const [standing] = await statusesOf(then.db, eq(projects.number, number), day);
      expect([number, day, standing?.assessment?.light ?? null]).toEqual([number, day, said]);
    }
  }
});
const dayIn = (cause: Cause): Day => ("act" in cause ? dayOf(new Date(cause.act.at)) : cause.day);

test("time turned 村-012, whose November report never came, and not the money that was posted after it (祥平街道)", async () => {
  const { lights } = await compared(spans[0] as { from: Day; to: Day }, true);
  const of = (number: string) => lights.find(({ project }) => project.number === number);
  expect(of("村-012")).toMatchObject({ from: "green", to: "grey", cause: { day: "2016-12-06" } });
  const cause = of("村-014")?.cause;
  const act = cause && "act" in cause ? cause.act : undefined;
  expect([act?.name, act?.verb, act && dayOf(new Date(act.at))]).toEqual([
    "祥平街道经办",
    "project.report",
    "2016-12-27",
  ]); // 49 % again
});

test("a tier is turned by the posting that carried the village over its boundary", async () => {
  const villages = await db
    .select({ id: divisions.id })
    .from(divisions)
    .where(eq(divisions.level, "village"));
  const ids = villages.map((row) => row.id);
  const tiers = await lastVillageTurns(db, ids, 2016, { from: "2016-06-30", to: "2016-12-31" }, "tier");
  expect(tiers.size).toBeGreaterThan(10);
  for (const { from, to, cause } of tiers.values()) {
    expect(from).not.toBe(to);
    expect("act" in cause && cause.act.verb).toBe("income.post");
  }
});

test("a village's history and a comparison name the turns of its tier, each with the act that made it", async () => {
  const span = { from: "2016-06-30", to: "2016-12-31" } as const;
  const { tiers } = await comparisonOf(ctx, { from: span.from, to: span.to });
  expect(tiers.length).toBeGreaterThan(10);
  for (const { id, from, to, cause } of tiers.slice(0, 5)) {
    const turns = await villageTurnsOf(db, id, 2016, span, "tier");
    expect(turns[0]?.from).toBe(from);
    expect(turns.at(-1)).toMatchObject({ to, cause });
    expect(turns.slice(1).map((turn) => turn.from)).toEqual(turns.slice(0, -1).map((turn) => turn.to));
  }
});
