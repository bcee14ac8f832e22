import { and, asc, eq, min } from "drizzle-orm";
import { unfilteredOf } from "#db/client.ts";
import { divisions, incomeMonths, incomeYears, settings } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import {
  addMonths,
  type Calendar,
  type Day,
  daysBetween,
  type Month,
  monthOfDay,
  yearOfMonth,
} from "#lib/core/dates.ts";
import { type Division, divisionById } from "#lib/divisions/queries/divisions.ts";
import { villagesWithIncome } from "#lib/income/queries/totals.ts";
import { calendarUntil } from "#lib/periods/queries/calendar.ts";
import { closedBecause } from "#lib/periods/queries/gate.ts";
import { townMonths } from "#lib/periods/queries/month-at-work.ts";
import { type Closed, closedAs } from "#lib/periods/rules/month-state.ts";
import { byNumber } from "#lib/projects/queries/project-card.ts";
import {
  everyMonth,
  type ProjectStatus,
  projectsBelow,
  type ReportRow,
  statusesOf,
} from "#lib/projects/queries/status.ts";
import { rulesOf } from "#lib/projects/queries/thresholds.ts";
import { lightInMonth } from "#lib/projects/rules/light-history.ts";
import { type Assessment, lastDaySeen, missedMonths, owesReport } from "#lib/projects/rules/lights.ts";
import { paceOn } from "#lib/projects/rules/pace.ts";
import type { Rules } from "#lib/projects/rules/thresholds.ts";
import { phaseBefore } from "#lib/projects/store/evidence.ts";
import { campaignTargetKey } from "#lib/views/target.ts";

/** A project that owes a report of the month. */
export type ProjectTask = Pick<
  ProjectStatus,
  "id" | "number" | "name" | "level" | "phase" | "owner" | "lead" | "remedies"
> & {
  /** The light that the month has, as it ended; of the month that runs today's. */
  assessment: Assessment | null;
  /** What the plan calls for by the month's end, or by today while it runs. */
  paceBp: number;
  previous: ReportRow | undefined;
  /** The month's own report: the task is done. */
  reported: ReportRow | undefined;
  /**
   * Earlier months whose report was due and is missing, and can still be made: a month that is closed is no
   * task.
   */
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

/** What a town has to file for a month, what it has filed, and what is missing from earlier months. */
export async function deskOf(ctx: Ctx, month: Month): Promise<Desk> {
  authorize(ctx.actor, "project.report");
  const town = await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  const on = today(ctx);
  const calendar = await calendarUntil(ctx.db, month > monthOfDay(on) ? month : monthOfDay(on));
  const standings = await statusesOf(ctx.db, projectsBelow(ctx.db, town), on, everyMonth);
  const { standings: filed } = await townMonths(unfilteredOf(ctx.db), ctx, town.id);
  const isOpen = (each: Month) => closedAs[filed.get(each) ?? "open"] === undefined;
  const asked = { month, on, calendar, rules: await rulesOf(ctx.db, on), isOpen };
  const projects = standings
    .flatMap((standing) => taskOf(standing, asked))
    .toSorted((a, b) => byNumber(a, b));
  const villages = await incomeTasks(
    ctx,
    town,
    month,
    [...calendar].filter(([each, dueOn]) => dueOn < on && each < month && isOpen(each)).map(([each]) => each),
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

type Asked = { month: Month; on: Day; calendar: Calendar; rules: Rules; isOpen: (month: Month) => boolean };

/**
 * None where the project owes nothing for the month: not there yet, ended, done before it, paused throughout,
 * or reported as the village project that it is.
 */
function taskOf(standing: ProjectStatus, { month, on, calendar, rules, isOpen }: Asked): ProjectTask[] {
  const { facts, plan, id, number, name, level, owner, lead } = standing;
  const previous = standing.reports.findLast((report) => report.month < month);
  if (standing.sameAsId !== null || !owesReport(facts, month, on)) return [];
  const paceBp = paceOn(plan, lastDaySeen(month, on), facts.pauses);
  const reported = standing.reports.find((report) => report.month === month);
  const lateMonths = missedMonths(facts, standing.latest, on, calendar).filter(
    (each) => each < month && isOpen(each),
  );
  const assessment = lightInMonth(facts, rules, calendar, month, on);
  const phase = reported?.phase ?? phaseBefore(standing.reports, month);
  // What would turn today's light is no word about a light of then.
  const isToday =
    standing.assessment?.light === assessment?.light && standing.assessment?.month === assessment?.month;
  const remedies = isToday ? standing.remedies : [];
  return [
    {
      id,
      number,
      name,
      level,
      phase,
      owner,
      lead,
      assessment,
      remedies,
      paceBp,
      previous,
      reported,
      lateMonths,
    },
  ];
}

/**
 * The villages of a town; a month counts as late only since the town's first posting, before which nobody
 * filed here.
 */
async function incomeTasks(
  ctx: Ctx,
  town: Division,
  month: Month,
  dueMonths: Month[],
): Promise<IncomeTask[]> {
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
  const [campaign] = await ctx.db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, campaignTargetKey));
  const owed = dueMonths
    .filter((each) => each >= addMonths(month, -12) && each >= (first?.month ?? month))
    .toSorted();
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
