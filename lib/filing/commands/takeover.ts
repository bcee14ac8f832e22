import { and, desc, eq, inArray } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import {
  divisions,
  filingEvents,
  filingMonths,
  fundingPostings,
  incomePostings,
  projects,
  settings,
} from "#db/schema/index.ts";
import { monthOf } from "#db/sql.ts";
import { type Done, defineCommand, takes } from "#lib/audit/define-command.ts";
import { type Ctx, provenanceOf, today } from "#lib/core/context.ts";
import { lastDay, type Month, yearOfMonth } from "#lib/core/dates.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { approveYears } from "#lib/funding/store/rollup.ts";
import { type RollupPath, rollUpApproved } from "#lib/income/store/rollup.ts";
import { calendarOf } from "#lib/periods/queries/calendar.ts";
import type { CountedUpTo } from "#lib/views/approved.ts";
import { takeOverIsDue } from "../rules/takeover-setting.ts";

export type TakenOver = { months: number; towns: number };

// What readers of a month see as its reason.
const reason = "升级前已计入看板，升级时按原样承接为已审核";
const batch = 500;

/**
 * 承接: in a database from before filing everything that was posted counted. It counts on: each town's month
 * with money in it is approved by the operator up to its newest posting, in one operation, once. A month
 * whose filing was due is closed, as approved ones are; one that is still being entered stays open, and what
 * follows waits for the office. Nothing is approved that was not there.
 * @returns null where nothing is left to take over
 */
export const takeOverMonths = defineCommand({
  verb: "filing.takeOver",
  input: takes<void>(),
  async work(tx, ctx): Promise<Done<TakenOver | null, void>> {
    const due = await tx
      .delete(settings)
      .where(eq(settings.key, takeOverIsDue))
      .returning({ from: settings.value });
    const root = await rootOf(tx);
    const counted = await countedIn(tx);
    if (!due[0] || !root || counted.length === 0) return { result: null, audit: "unchanged" };
    const bounds = {
      incomeUpTo: await newestOf(tx, incomePostings),
      fundingUpTo: await newestOf(tx, fundingPostings),
    };
    for (const each of Map.groupBy(counted, ({ month }) => month)) await approveSums(tx, ...each);
    await writeApprovals(tx, ctx, counted, bounds);
    const keys: Record<CountedUpTo, number> = {
      countedIncomeUpTo: bounds.incomeUpTo,
      countedFundingUpTo: bounds.fundingUpTo,
    };
    await tx
      .insert(settings)
      .values(Object.entries(keys).map(([key, value]) => ({ key, value: String(value) })));
    const taken = { months: counted.length, towns: new Set(counted.map(({ town }) => town.id)).size };
    const subject = { type: "district" as const, id: null, name: root.name, divisionCode: root.code };
    return {
      result: taken,
      audit: { subject, before: { schema: due[0].from }, after: { ...taken, ...bounds }, reason },
    };
  },
});

type Home = { id: number; parentId: number | null };
type Counted = { town: Home; month: Month };

/** Towns' months with money in them that nobody has filed. */
async function countedIn(tx: Tx): Promise<Counted[]> {
  const income = await tx
    .selectDistinct({ townId: divisions.parentId, month: incomePostings.month })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId));
  const funding = await tx
    .selectDistinct({ townId: projects.townId, month: monthOf(fundingPostings.onDay) })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId));
  const towns = await tx
    .select({ id: divisions.id, parentId: divisions.parentId })
    .from(divisions)
    .where(eq(divisions.level, "town"));
  const filed = await tx
    .select({ townId: filingMonths.townId, month: filingMonths.month })
    .from(filingMonths);
  const keyOf = ({ townId, month }: { townId: number | null; month: string }) => `${townId} ${month}`;
  const isFiled = new Set(filed.map(keyOf));
  const homes = new Map(towns.map((town) => [town.id, town]));
  const counted = new Map<string, Counted>();
  for (const row of [...income, ...funding]) {
    const town = homes.get(row.townId ?? 0);
    if (town && !isFiled.has(keyOf(row))) counted.set(keyOf(row), { town, month: row.month as Month });
  }
  return [...counted.values()].toSorted((a, b) => a.town.id - b.town.id || (a.month < b.month ? -1 : 1));
}

async function newestOf(tx: Tx, table: typeof incomePostings | typeof fundingPostings): Promise<number> {
  const [newest] = await tx.select({ id: table.id }).from(table).orderBy(desc(table.id)).limit(1);
  return newest?.id ?? 0;
}

/** Brings the approved sums of a month up to what is recorded. */
async function approveSums(tx: Tx, month: Month, counted: readonly Counted[]): Promise<void> {
  const homes = new Map(counted.map(({ town }) => [town.id, town]));
  const villages = await tx
    .selectDistinct({ villageId: incomePostings.villageId, townId: divisions.parentId })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .where(and(eq(incomePostings.month, month), inArray(divisions.parentId, [...homes.keys()])));
  const places = villages.map(({ villageId, townId }): RollupPath => {
    const town = homes.get(townId ?? 0) as Home;
    return { villageId, townId: town.id, countyId: town.parentId ?? town.id };
  });
  if (places.length > 0) await rollUpApproved(tx, month, places);
  for (const town of homes.values()) await approveYears(tx, town, month, 0);
}

async function writeApprovals(
  tx: Tx,
  ctx: Ctx,
  counted: readonly Counted[],
  bounds: { incomeUpTo: number; fundingUpTo: number },
): Promise<void> {
  const dueOn = await dueDaysOf(tx, counted);
  const [on, at] = [today(ctx), ctx.now.toISOString()];
  const rows = counted.map(({ town, month }) => ({
    townId: town.id,
    month,
    state: (dueOn.get(month) ?? lastDay(month)) < on ? ("approved" as const) : ("open" as const),
    reason,
    ...bounds,
    personId: ctx.actor.id,
    version: 1,
  }));
  for (let from = 0; from < rows.length; from += batch) {
    const some = rows.slice(from, from + batch);
    await tx.insert(filingMonths).values(some.map((row) => ({ ...row, changedAt: at })));
    const act = {
      act: "approve" as const,
      late: false,
      personName: ctx.actor.name,
      recordedAt: at,
      provenance: provenanceOf(ctx),
    };
    await tx.insert(filingEvents).values(some.map((row) => ({ ...row, ...act })));
  }
}

async function dueDaysOf(db: Reader, counted: readonly Counted[]) {
  const days = new Map<Month, string>();
  for (const year of new Set(counted.map(({ month }) => yearOfMonth(month))))
    for (const { month, dueOn } of (await calendarOf(db, year)).values()) days.set(month as Month, dueOn);
  return days;
}
