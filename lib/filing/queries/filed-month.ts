import { and, asc, eq, inArray } from "drizzle-orm";
import { type Reader, unfilteredOf } from "#db/client.ts";
import {
  type AccountKind,
  accounts,
  divisions,
  filingEvents,
  filingMonths,
  filingRemarks,
  incomePostings,
} from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Day, dayOf, firstDay, lastDay, type Month, monthOfDay, yearOfMonth } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { fundingPostingsOf, type LedgerRow } from "#lib/funding/queries/ledger.ts";
import { calendarOf, calendarUntil, firstMonthsOf } from "#lib/periods/queries/calendar.ts";
import { filingMonthOf } from "#lib/periods/queries/gate.ts";
import {
  filedBy,
  isLateRow,
  isPossible,
  isTakenOver,
  type MonthState,
  monthStateOf,
  submittableFrom,
  type Timeliness,
  timelinessOf,
} from "#lib/periods/rules/month-state.ts";
import { byNumber } from "#lib/projects/queries/project-card.ts";
import {
  everyMonth,
  type ProjectStatus as ProjectStanding,
  projectsBelow,
  type ReportRow,
  statusesOf,
} from "#lib/projects/queries/status.ts";
import { rulesOf } from "#lib/projects/queries/thresholds.ts";
import { type Assessment, lightOfMonth } from "#lib/projects/rules/lights.ts";
import { type Comparison, comparisonsOf } from "./comparison.ts";
import {
  answered,
  isComplete,
  type Missing,
  missingFrom,
  missingOf,
  type Remark,
  remarksOf,
} from "./missing.ts";

/** One act on the month, newest first in a history. */
export type FilingEvent = Omit<
  typeof filingEvents.$inferSelect,
  "personId" | "incomeUpTo" | "fundingUpTo"
> & {
  remarks: Remark[];
};

/**
 * A posting of income as the month's page shows it. `late`: recorded after the month was due. `fresh`: since
 * the last approval.
 */
export type IncomeRow = {
  id: number;
  villageId: number;
  accountId: number;
  accountCode: string;
  accountName: string;
  accountNameEn: string;
  kind: AccountKind;
  /** Its place in the order of the books, the grid's. */
  rank: number;
  amountFen: number;
  note: string;
  reversesId: number | null;
  personName: string;
  recordedAt: string;
  late: boolean;
  fresh: boolean;
};

/** A village with its postings of the month and what they are beside its earlier months. */
export type FiledVillage = { id: number; code: string; name: string; rows: IncomeRow[]; beside: Comparison };

export type FiledMonth = {
  town: Division;
  month: Month;
  standing: MonthState;
  version: number;
  reason: string;
  unlockedUntil: string | null;
  opensOn: Day;
  dueOn: Day | undefined;
  timeliness: Timeliness | undefined;
  /** May it be filed by now, as far as the calendar is concerned? */
  submittable: boolean;
  villages: FiledVillage[];
  reports: {
    project: Pick<ProjectStanding, "id" | "number" | "name" | "level">;
    report: ReportRow | undefined;
    lit: Assessment | null;
    late: boolean;
  }[];
  funding: (LedgerRow & { fresh: boolean })[];
  missing: Missing;
  complete: boolean;
  exceptions: number;
  /** What the office remarked at its newest return, unless the month was approved since. */
  remarks: Remark[];
  /** Was it approved before? Then its fresh rows wait for the next approval. */
  approvedBefore: boolean;
  events: FilingEvent[];
};

/**
 * All that a town files for a month, and what became of it.
 * @throws {NotFound} for what is no town in the actor's scope
 */
export async function filedMonth(ctx: Ctx, code: string, month: Month): Promise<FiledMonth> {
  authorize(ctx.actor, "filing.read");
  const db = unfilteredOf(ctx.db);
  const town = await divisionOf(db, ctx.actor, code);
  if (town.level !== "town") throw new NotFound(`town ${code}`);
  const on = today(ctx);
  const row = await filingMonthOf(db, town.id, month);
  const dates = (await calendarOf(db, yearOfMonth(month))).get(month);
  const events = await eventsOf(db, town.id, month);
  const filed = filedBy(events);
  const first = (await firstMonthsOf(db, [town.id])).get(town.id);
  const isIdle = !row && month < (first ?? "9999-12");
  const missing = await missingFrom(db, town, month, on);
  const opensOn = submittableFrom(month, dates?.opensOn);
  const all = { ...ctx, db: ctx.db.unfiltered };
  return {
    town,
    month,
    standing: monthStateOf(row, ctx.now.toISOString()),
    version: row?.version ?? 0,
    reason: row?.reason ?? "",
    unlockedUntil: row?.unlockedUntil ?? null,
    opensOn,
    dueOn: dates?.dueOn,
    timeliness:
      isIdle || isTakenOver(events)
        ? undefined
        : timelinessOf(dates?.dueOn, filed && dayOf(new Date(filed.recordedAt)), on),
    submittable: on >= opensOn,
    villages: await incomeOf(db, town, month, dates?.dueOn, row?.incomeUpTo),
    reports: await reportsOf(db, town, month, on, dates?.dueOn),
    funding: await fundingOf(all, town, month, row?.fundingUpTo),
    missing,
    complete: isComplete(missing),
    remarks: await remarksOf(db, town.id, month),
    exceptions: (await exceptionsOf(all, { node: town.code })).counts.openCount,
    approvedBefore: row?.incomeUpTo != null,
    events: events.toReversed(),
  };
}

const isLate = (recordedAt: string, dueOn: Day | undefined) => isLateRow(dayOf(new Date(recordedAt)), dueOn);
/** Beyond what an approval reached; nothing is before the first. */
const isFresh = (id: number, upTo: number | null | undefined) => upTo != null && id > upTo;

async function incomeOf(
  db: Reader,
  town: Division,
  month: Month,
  dueOn: Day | undefined,
  upTo: number | null | undefined,
): Promise<FiledVillage[]> {
  const villages = await db
    .select({ id: divisions.id, code: divisions.code, name: divisions.shortName })
    .from(divisions)
    .where(eq(divisions.parentId, town.id))
    .orderBy(asc(divisions.code));
  const rows = await db
    .select({
      id: incomePostings.id,
      villageId: incomePostings.villageId,
      accountId: accounts.id,
      accountCode: accounts.code,
      accountName: accounts.name,
      accountNameEn: accounts.nameEn,
      kind: accounts.kind,
      rank: accounts.rank,
      amountFen: incomePostings.amountFen,
      note: incomePostings.note,
      reversesId: incomePostings.reversesId,
      personName: incomePostings.personName,
      recordedAt: incomePostings.recordedAt,
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(and(eq(divisions.parentId, town.id), eq(incomePostings.month, month)))
    .orderBy(asc(accounts.rank), asc(incomePostings.id));
  const own = Map.groupBy(
    rows.map(
      (row): IncomeRow => ({ ...row, late: isLate(row.recordedAt, dueOn), fresh: isFresh(row.id, upTo) }),
    ),
    (row) => row.villageId,
  );
  const beside = await comparisonsOf(
    db,
    town,
    month,
    villages.map((village) => village.id),
  );
  return villages.map((village) => ({
    ...village,
    rows: own.get(village.id) ?? [],
    beside: beside.get(village.id) as Comparison,
  }));
}

async function reportsOf(
  db: Reader,
  town: Division,
  month: Month,
  on: Day,
  dueOn: Day | undefined,
): Promise<FiledMonth["reports"]> {
  const standings = await statusesOf(db, projectsBelow(db, town), on, everyMonth);
  const rules = await rulesOf(db, on);
  const calendar = await calendarUntil(db, monthOfDay(on));
  return missingOf(standings, month, on)
    .map(({ project: { id, number, name, level, facts, reports } }) => {
      const report = reports.find((each) => each.month === month);
      const lit = lightOfMonth(facts, rules, month, on, calendar);
      return {
        project: { id, number, name, level },
        report,
        lit,
        late: report !== undefined && isLate(report.recordedAt, dueOn),
      };
    })
    .toSorted((a, b) => byNumber(a.project, b.project));
}

/** All of it, however much: the office approves what it was shown. */
async function fundingOf(
  ctx: Ctx,
  town: Division,
  month: Month,
  upTo: number | null | undefined,
): Promise<FiledMonth["funding"]> {
  const filter = { node: town.code, from: firstDay(month), to: lastDay(month) };
  const rows: LedgerRow[] = [];
  let next: string | null | undefined;
  do {
    const page = await fundingPostingsOf(ctx, filter, { cursor: next ?? undefined, limit: 500 });
    rows.push(...page.rows);
    next = page.next;
  } while (next);
  return rows.map((row) => ({ ...row, fresh: isFresh(row.id, upTo) }));
}

/** The acts on a month in their order, each with what it remarked and what was answered. */
async function eventsOf(db: Reader, townId: number, month: Month): Promise<FilingEvent[]> {
  const events = await db
    .select()
    .from(filingEvents)
    .where(and(eq(filingEvents.townId, townId), eq(filingEvents.month, month)))
    .orderBy(asc(filingEvents.version));
  const ids = events.map((event) => event.id);
  const remarks = await answered(
    db,
    await db
      .select()
      .from(filingRemarks)
      .where(inArray(filingRemarks.eventId, ids))
      .orderBy(asc(filingRemarks.id)),
  );
  const byEvent = Map.groupBy(remarks, (remark) => remark.eventId);
  return events.map(({ personId: _, incomeUpTo: __, fundingUpTo: ___, ...event }) => ({
    ...event,
    remarks: byEvent.get(event.id) ?? [],
  }));
}

/** A month that a town has back from the office, or open by an unlock. */
export type Reopened = {
  month: Month;
  standing: MonthState;
  version: number;
  reason: string;
  unlockedUntil: string | null;
  remarks: Remark[];
};

/** What the office handed back to a town, the oldest first. */
export async function reopenedOf(ctx: Ctx, townId: number): Promise<Reopened[]> {
  authorize(ctx.actor, "filing.read");
  const town = await divisionById(ctx.db, ctx.actor, townId);
  const rows = await ctx.db
    .select()
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, town.id), inArray(filingMonths.state, ["returned", "open"])))
    .orderBy(asc(filingMonths.month));
  const back = rows
    .map((row) => ({ ...row, standing: monthStateOf(row, ctx.now.toISOString()) }))
    .filter((row) => row.standing === "returned" || (row.standing === "open" && row.unlockedUntil !== null));
  return Promise.all(
    back.map(async (row) => ({ ...row, remarks: await remarksOf(ctx.db, town.id, row.month) })),
  );
}

export type DeskFiling = Awaited<ReturnType<typeof deskFiling>>;

/** What a town's desk says of filing a month: may it be filed by now, and what is missing? */
export async function deskFiling(ctx: Ctx, town: Division, month: Month) {
  const row = await filingMonthOf(ctx.db, town.id, month);
  const dates = (await calendarOf(ctx.db, yearOfMonth(month))).get(month);
  const on = today(ctx);
  const standing = monthStateOf(row, ctx.now.toISOString());
  const missing = await missingFrom(ctx.db, town, month, on);
  return {
    standing,
    version: row?.version ?? 0,
    submittable: isPossible("submit", standing) && on >= submittableFrom(month, dates?.opensOn),
    missing,
    complete: isComplete(missing),
  };
}
