import { and, asc, eq, gte, min } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, filingCalendar, incomeMonths, incomeYears, settings } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import { type Ctx, today } from "../context.ts";
import { type Division, divisionById } from "../divisions/queries.ts";
import { closedBecause } from "../filing/queries.ts";
import type { Closed } from "../filing/state.ts";
import { villagesWithIncome } from "../income/queries.ts";
import { addMonths, type Day, daysBetween, type Month, monthOfDay, yearOfMonth } from "../period.ts";
import { type Assessment, lastDaySeen, missedMonths, owesReport } from "./lights.ts";
import { paceOn } from "./pace.ts";
import { byNumber } from "./queries.ts";
import { calendarUntil } from "./rulebook.ts";
import { everyMonth, projectsBelow, type ReportRow, type Standing, standingsOf } from "./standing.ts";

/** A project that owes a report of the month. */
export type ProjectTask = Pick<Standing, "id" | "number" | "name" | "level" | "phase" | "owner" | "lead" | "remedies"> & {
  assessment: Assessment | null;
  /** What the plan calls for by the month's end, or by today while it runs. */
  paceBp: number;
  previous: ReportRow | undefined;
  /** The month's own report: the task is done. */
  reported: ReportRow | undefined;
  /** Earlier months whose report was due and is missing. */
  lateMonths: Month[];
};

/** A village that owes its income of the month. Amounts in fen, of the month's year. */
export type IncomeTask = {
  villageId: number;
  code: string;
  name: string;
  posted: boolean;
  operatingFen: number;
  targetFen: number;
  /** Has the village any posting of the year? Without one its sum is unknown, not zero. */
  hasData: boolean;
  lateMonths: Month[];
};

export type Desk = {
  town: Division;
  month: Month;
  dueOn: Day | null;
  /** Until the day it is due; negative when that is past. */
  daysLeft: number | null;
  /** Why the month takes no entry. */
  closed: Closed | undefined;
  projects: ProjectTask[];
  villages: IncomeTask[];
  tasks: number;
  done: number;
  late: number;
};

/** The month that is being filed on a day: the earliest whose reports are not yet past due. */
export async function filingMonthOn(db: Reader, on: Day): Promise<Month> {
  const [row] = await db
    .select({ month: filingCalendar.month })
    .from(filingCalendar)
    .where(gte(filingCalendar.dueOn, on))
    .orderBy(asc(filingCalendar.month))
    .limit(1);
  return row?.month ?? monthOfDay(on);
}

/** What a town has to file for a month, what it has filed, and what is missing from earlier months. */
export async function deskOf(ctx: Ctx, month: Month): Promise<Desk> {
  authorize(ctx.actor, "project.report");
  const town = await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  const on = today(ctx);
  const calendar = await calendarUntil(ctx.db, month > monthOfDay(on) ? month : monthOfDay(on));
  const standings = await standingsOf(ctx.db, projectsBelow(ctx.db, town), on, everyMonth);
  const projects = standings.flatMap((standing) => taskOf(standing, month, on, calendar)).toSorted((a, b) => byNumber(a, b));
  const villages = await incomeTasks(
    ctx,
    town,
    month,
    [...calendar].filter(([each, dueOn]) => dueOn < on && each < month).map(([each]) => each),
  );
  const dueOn = calendar.get(month) ?? null;
  return {
    town,
    month,
    dueOn,
    daysLeft: dueOn === null ? null : daysBetween(on, dueOn),
    closed: await closedBecause(ctx.db, ctx, town.id, month),
    projects,
    villages,
    tasks: projects.length + villages.length,
    done: projects.filter((task) => task.reported).length + villages.filter((task) => task.posted).length,
    late: [...projects, ...villages].filter((task) => task.lateMonths.length > 0).length,
  };
}

/** None where the project owes nothing for the month: not there yet, ended, done before it, or paused throughout. */
function taskOf(standing: Standing, month: Month, on: Day, calendar: Awaited<ReturnType<typeof calendarUntil>>): ProjectTask[] {
  const { facts, plan, assessment, remedies, id, number, name, level, phase, owner, lead } = standing;
  const previous = standing.reports.findLast((report) => report.month < month);
  if (!owesReport(facts, month, on)) return [];
  const paceBp = paceOn(plan, lastDaySeen(month, on), facts.pauses);
  const reported = standing.reports.find((report) => report.month === month);
  const lateMonths = missedMonths(facts, standing.latest, on, calendar).filter((each) => each < month);
  return [{ id, number, name, level, phase, owner, lead, assessment, remedies, paceBp, previous, reported, lateMonths }];
}

/** The villages of a town; a month counts as late only since the town's first posting, before which nobody filed here. */
async function incomeTasks(ctx: Ctx, town: Division, month: Month, dueMonths: Month[]): Promise<IncomeTask[]> {
  const year = yearOfMonth(month);
  const rows = await ctx.db
    .select({
      villageId: divisions.id,
      code: divisions.code,
      name: divisions.shortName,
      operatingFen: incomeYears.operatingFen,
      targetFen: incomeYears.targetFen,
      withData: incomeYears.withData,
    })
    .from(divisions)
    .leftJoin(incomeYears, and(eq(incomeYears.divisionId, divisions.id), eq(incomeYears.year, year)))
    .where(and(eq(divisions.level, "village"), under(divisions.code, town)))
    .orderBy(asc(divisions.code));
  const posted = await villagesWithIncome(ctx.db, town, addMonths(month, -12), month);
  const [first] = await ctx.db
    .select({ month: min(incomeMonths.month) })
    .from(incomeMonths)
    .where(eq(incomeMonths.divisionId, town.id));
  const [campaign] = await ctx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, "campaignTargetFen"));
  const owed = dueMonths.filter((each) => each >= addMonths(month, -12) && each >= (first?.month ?? month)).toSorted();
  return rows.map((row) => ({
    villageId: row.villageId,
    code: row.code,
    name: row.name,
    posted: posted.has(`${row.villageId} ${month}`),
    operatingFen: row.operatingFen ?? 0,
    targetFen: row.targetFen ?? Number(campaign?.value ?? 0),
    hasData: (row.withData ?? 0) > 0,
    lateMonths: owed.filter((each) => !posted.has(`${row.villageId} ${each}`)),
  }));
}
