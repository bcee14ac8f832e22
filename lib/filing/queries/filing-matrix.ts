import { and, asc, between, eq, gt } from "drizzle-orm";
import { unfilteredOf } from "#db/client.ts";
import { divisions, filingEvents, filingMonths } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { cached } from "#lib/audit/queries/cache.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import {
  addMonths,
  type Day,
  dayOf,
  type Month,
  monthOfDay,
  monthsOf,
  yearOfMonth,
} from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { villagesWithIncome } from "#lib/income/queries/totals.ts";
import { calendarOf, firstMonthsOf, firstNotIn, lockedMonths } from "#lib/periods/queries/calendar.ts";
import {
  filedBy,
  isFiled,
  isPossible,
  isSettled,
  isTakenOver,
  type MonthState,
  monthStateOf,
  type Timeliness,
  timelinessOf,
} from "#lib/periods/rules/month-state.ts";
import { everyMonth, projectsBelow, statusesOf } from "#lib/projects/queries/status.ts";
import { missingOf, villagesBelow } from "./missing.ts";

/** How far something has come. */
export type Part = { done: number; of: number };

/** A town's month at a glance. */
export type FilingCell = {
  month: Month;
  standing: MonthState;
  /** 0 where nothing was done to it. */
  version: number;
  unlockedUntil: string | null;
  /** Nothing belongs to it: it is still to come, or lies before the town's first figures. */
  idle: boolean;
  /** Villages with income, and projects with the report that they owe. */
  villages: Part;
  projects: Part;
  timeliness: Timeliness | undefined;
};

export type FilingRow = {
  town: Pick<Division, "id" | "code" | "shortName">;
  cells: FilingCell[];
  /** The first of its months that is not locked, of all years: the only one that can be. */
  nextToLock: Month | undefined;
};

/** What became of a month in all towns that have something to file. */
export type MonthTotals = {
  month: Month;
  dueOn: Day | undefined;
  towns: number;
  filed: number;
  settled: number;
  locked: number;
  late: number;
  villages: Part;
  projects: Part;
};

export type Matrix = { node: Division; year: number; rows: FilingRow[]; totals: MonthTotals[] };

/**
 * 报送: the towns below a division that have villages, by the months of a year. For a division up to a county.
 * @throws {NotFound} for a division outside the actor's scope or above a county: nobody files there, and it
 * would be all of a country at once
 */
export async function filingMatrix(
  ctx: Ctx,
  { node: code, year }: { node?: string | undefined; year: number },
): Promise<Matrix> {
  authorize(ctx.actor, "filing.read");
  const node =
    code === undefined
      ? await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id)
      : await divisionOf(ctx.db, ctx.actor, code);
  if (["country", "province", "city"].includes(node.level))
    throw new NotFound(`filing matrix of ${node.code}`);
  // An unlocked month expires at the end of a day, so that within one the matrix only changes by what is
  // recorded.
  return cached(ctx.db, ["filing", node.code, year, today(ctx)], () => matrixOf(ctx, node, year));
}

async function matrixOf(ctx: Ctx, node: Division, year: number): Promise<Matrix> {
  const db = unfilteredOf(ctx.db);
  const on = today(ctx);
  const months = monthsOf(year);
  const [from, to] = [months[0] as Month, months[11] as Month];
  const towns = await db
    .select({ id: divisions.id, code: divisions.code, shortName: divisions.shortName })
    .from(divisions)
    .where(and(eq(divisions.level, "town"), gt(divisions.villages, 0), under(divisions.code, node)))
    .orderBy(asc(divisions.code));
  const below = and(under(divisions.code, node));
  const rows = await db
    .select({ row: filingMonths })
    .from(filingMonths)
    .innerJoin(divisions, eq(divisions.id, filingMonths.townId))
    .where(and(below, between(filingMonths.month, from, to)));
  const events = await db
    .select({
      townId: filingEvents.townId,
      month: filingEvents.month,
      act: filingEvents.act,
      state: filingEvents.state,
      recordedAt: filingEvents.recordedAt,
    })
    .from(filingEvents)
    .innerJoin(divisions, eq(divisions.id, filingEvents.townId))
    .where(and(below, between(filingEvents.month, from, to)))
    .orderBy(asc(filingEvents.townId), asc(filingEvents.month), asc(filingEvents.version));
  const left = new Map(rows.map(({ row }) => [`${row.townId} ${row.month}`, row]));
  const acts = Map.groupBy(events, (event) => `${event.townId} ${event.month}`);
  const calendar = await calendarOf(db, year);
  const first = await firstMonthsOf(
    db,
    towns.map((town) => town.id),
  );
  const villages = Map.groupBy(await villagesBelow(db, node), (village) => village.parentId);
  const posted = await villagesWithIncome(db, node, from, to);
  const projects = Map.groupBy(
    await statusesOf(db, projectsBelow(db, node), on, everyMonth),
    (project) => project.townId,
  );

  const cellOf = (townId: number, month: Month): FilingCell => {
    const row = left.get(`${townId} ${month}`);
    const own = villages.get(townId) ?? [];
    const owed = missingOf(projects.get(townId) ?? [], month, on);
    const done = acts.get(`${townId} ${month}`) ?? [];
    const filed = filedBy(done);
    const idle = !row && (month > monthOfDay(on) || month < (first.get(townId) ?? "9999-12"));
    return {
      month,
      standing: monthStateOf(row, ctx.now.toISOString()),
      version: row?.version ?? 0,
      unlockedUntil: row?.unlockedUntil ?? null,
      idle,
      villages: {
        done: own.filter((village) => posted.has(`${village.id} ${month}`)).length,
        of: own.length,
      },
      projects: { done: owed.filter(({ reported }) => reported).length, of: owed.length },
      timeliness:
        idle || isTakenOver(done)
          ? undefined
          : timelinessOf(calendar.get(month)?.dueOn, filed && dayOf(new Date(filed.recordedAt)), on),
    };
  };
  const locked = await lockedMonths(db, below);
  const table = towns.map((town) => ({
    town,
    cells: months.map((month) => cellOf(town.id, month)),
    nextToLock: firstNotIn(locked.get(town.id) ?? new Set(), first.get(town.id)),
  }));
  return {
    node,
    year,
    rows: table,
    totals: months.map((month, at) => totalsOf(month, calendar.get(month)?.dueOn, column(table, at))),
  };
}

const column = (rows: readonly FilingRow[], at: number) =>
  rows.flatMap(({ cells }) => cells[at] ?? []).filter((cell) => !cell.idle);
const sumOf = (parts: Part[]): Part => ({
  done: parts.reduce((sum, { done }) => sum + done, 0),
  of: parts.reduce((sum, part) => sum + part.of, 0),
});

function totalsOf(month: Month, dueOn: Day | undefined, cells: FilingCell[]): MonthTotals {
  return {
    month,
    dueOn,
    towns: cells.length,
    filed: cells.filter((cell) => isFiled(cell.standing)).length,
    settled: cells.filter((cell) => isSettled(cell.standing)).length,
    locked: cells.filter((cell) => cell.standing === "locked").length,
    late: cells.filter(({ timeliness }) => timeliness?.kind === "late" || timeliness?.kind === "overdue")
      .length,
    villages: sumOf(cells.map((cell) => cell.villages)),
    projects: sumOf(cells.map((cell) => cell.projects)),
  };
}

/** The towns whose month the office may approve now, and those that it may lock. */
export function readyIn(
  { rows }: Matrix,
  month: Month,
): Record<"approve" | "lock", { town: FilingRow["town"]; cell: FilingCell }[]> {
  const cells = rows.flatMap(({ town, cells: own, nextToLock }) =>
    own
      .filter((cell) => cell.month === month && !cell.idle)
      .map((cell) => ({ town, cell, isNext: nextToLock === undefined || nextToLock >= month })),
  );
  return {
    approve: cells.filter(({ cell }) => isPossible("approve", cell.standing)),
    lock: cells.filter(({ cell, isNext }) => isNext && isPossible("lock", cell.standing)),
  };
}

/**
 * The months of the year before `month` that some towns have not handed in or the office has not judged, the
 * first first.
 * @throws {NotFound} as `filingMatrix`
 */
export async function unsettledBefore(
  ctx: Ctx,
  { node, month }: { node?: string | undefined; month: Month },
): Promise<MonthTotals[]> {
  const from = addMonths(month, -12);
  const years = [...new Set([from, addMonths(month, -1)].map(yearOfMonth))];
  const matrices = await Promise.all(years.map((year) => filingMatrix(ctx, { node, year })));
  const before = matrices
    .flatMap(({ totals }) => totals)
    .filter((each) => each.month >= from && each.month < month);
  return before.filter(({ towns, settled }) => settled < towns);
}

/**
 * The month that the office has most reason to look at: the first that waits for its approval, else for being
 * locked, else the one at work, or of another year the newest.
 */
export function mostUrgent(matrix: Matrix, atWork: Month): Month {
  const months = matrix.totals.map(({ month }) => month);
  const first = (act: "approve" | "lock") => months.find((month) => readyIn(matrix, month)[act].length > 0);
  const own = months.find((month) => month === atWork);
  return (
    first("approve") ??
    first("lock") ??
    own ??
    matrix.totals.findLast(({ towns }) => towns > 0)?.month ??
    (months[0] as Month)
  );
}
