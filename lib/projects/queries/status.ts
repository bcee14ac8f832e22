import { and, asc, desc, eq, gte, inArray, lt, lte, min, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { type Reader, unfilteredOf } from "#db/client.ts";
import {
  divisions,
  filingMonths,
  fundingPostings,
  lightOverrides,
  phasePassings,
  phasePlans,
  projectPauses,
  projectReports,
  projects,
  projectVillages,
} from "#db/schema/index.ts";
import { monthOf, type Node, totalWhen, under } from "#db/sql.ts";
import { endOf } from "#lib/core/context.ts";
import { type Day, dayOf, type Month, monthOfDay } from "#lib/core/dates.ts";
import { calendarUntil } from "#lib/periods/queries/calendar.ts";
import { closedAs, monthStateOf } from "#lib/periods/rules/month-state.ts";
import { cumulated, type FundsMonth } from "../rules/funds-pace.ts";
import { type Assessment, type LightFacts, lightOf } from "../rules/lights.ts";
import type { OverrideRow } from "../rules/manual-light.ts";
import { type PlanRow, pausesFrom } from "../rules/pace.ts";
import { hasReached, rankOf } from "../rules/phases.ts";
import { type Remedy, remedyOf } from "../rules/remedy.ts";
import { rulesOf } from "./thresholds.ts";

// Where projects stand on a day, from what had been recorded by its end (DOMAIN §6, as of). A handful of
// queries whatever the number of projects; the light is a pure rule over their rows.

/**
 * Projects at or below `node`: of a village, those that it takes part in; of anything else, those whose town
 * lies there.
 */
export function projectsBelow(db: Reader, node: Node): SQL | undefined {
  if (node.level !== "village") return under(divisions.code, node);
  return inArray(
    projects.id,
    db
      .select({ id: projectVillages.projectId })
      .from(projectVillages)
      .innerJoin(divisions, eq(divisions.id, projectVillages.villageId))
      .where(under(divisions.code, node)),
  );
}

const columns = {
  id: projects.id,
  number: projects.number,
  name: projects.name,
  pinyin: projects.pinyin,
  level: projects.level,
  type: projects.type,
  sector: projects.sector,
  approaches: projects.approaches,
  townId: projects.townId,
  townCode: divisions.code,
  town: divisions.shortName,
  owner: projects.owner,
  contact: projects.contact,
  contactPhone: projects.contactPhone,
  description: projects.description,
  sameAsId: projects.sameAsId,
  createdOn: projects.createdOn,
  endedOn: projects.endedOn,
  endedReason: projects.endedReason,
  provenance: projects.provenance,
  updatedBy: projects.updatedBy,
  updatedAt: projects.updatedAt,
  version: projects.version,
};

export type ProjectRow = Awaited<ReturnType<typeof rowsOf>>[number];
const rowsOf = (db: Reader, where: SQL | undefined) =>
  db
    .select(columns)
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(where)
    .orderBy(asc(projects.id));

/**
 * A participating village; `shareBp` in basis points. The lead village is the one with the largest share,
 * ties by code.
 */
export type Participant = { villageId: number; code: string; name: string; shareBp: number };

/** A report as lists and forms show it. */
export type ReportRow = {
  id: number;
  month: Month;
  progressBp: number;
  phase: (typeof projectReports.$inferSelect)["phase"];
  delayReason: (typeof projectReports.$inferSelect)["delayReason"];
  delayText: string;
  note: string;
  forecastOn: Day | null;
  byProxy: boolean;
  personName: string;
  recordedAt: string;
};

export type ProjectStatus = ProjectRow & {
  /**
   * The project that is reported: itself, or the village project that it is the same as, whose reports, plan
   * and light it has.
   */
  reportedId: number;
  phase: ReportRow["phase"];
  villages: Participant[];
  lead: Participant | undefined;
  plan: readonly PlanRow[];
  /**
   * When it is to be finished: planned acceptance, once accepted planned operation, else the plan's last day.
   */
  dueOn: Day | null;
  /** Newest of each month, oldest first, as many months as were asked for. */
  reports: readonly ReportRow[];
  latest: ReportRow | undefined;
  facts: LightFacts;
  /** `null` once ended. */
  assessment: Assessment | null;
  /** What would turn the light green; nothing where it is. */
  remedies: readonly Remedy[];
};

/** A light looks at the newest report and the one before it. */
const monthsForALight = 2;
export const everyMonth = 10_000;

/**
 * The projects that `where` picks (conditions on `project` and its town's `division`), as they stood at the
 * end of `on`, in order of id; a key project that is a village project as that one stood. Those recorded
 * later are left out; ended ones are among them, without a light.
 * @param months how many of the newest reported months to bring along
 */
export async function statusesOf(
  db: Reader,
  where: SQL | undefined,
  on: Day,
  months = monthsForALight,
): Promise<ProjectStatus[]> {
  const known = endOf(on);
  const picked = and(where, lt(projects.createdAt, known));
  const ids = db
    .select({ id: projects.id })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(picked);
  const rows = await rowsOf(db, picked);
  const villages = await villagesOf(db, ids);
  const sameAs = await sameAsOf(db, picked, known);
  const reported = reportedIds(db, picked, known);
  const plans = await plansOf(db, reported, known);
  const reports = await reportsOf(db, reported, known, monthOfDay(on), months);
  const pauses = await pausesOf(db, reported, known);
  const starts = await startsOf(db, reported, known);
  const funds = await fundsOf(unfilteredOf(db), reported, known, on); // lights look at all that is recorded, as they do with reports
  const overrides = await overridesOf(db, reported, known);
  const rules = await rulesOf(db, on);
  const calendar = await calendarUntil(db, monthOfDay(on));
  const closed = await closedMonthsOf(db, [...new Set(rows.map((row) => row.townId))], known);
  return rows.map((row) => {
    const life = sameAs.get(row.id) ?? row;
    const newest: ReportRow[] = reports.get(life.id) ?? [];
    const latest = newest.at(-1);
    const phase = latest?.phase ?? "identified";
    const revisions = plans.get(life.id) ?? [];
    const participants = villages.get(row.id) ?? [];
    const facts: LightFacts = {
      createdOn: life.createdOn,
      endedOn: life.endedOn,
      plans: revisions,
      reports: newest,
      pauses: pauses.get(life.id) ?? [],
      startedOn: hasReached(phase, "building") ? (starts.get(life.id) ?? null) : null,
      funds: funds.get(life.id) ?? [],
      overrides: overrides.get(life.id) ?? [],
      closed: closed.get(row.townId) ?? new Set(),
    };
    const plan = revisions.at(-1)?.rows ?? [];
    const assessment = lightOf(facts, rules, on, calendar);
    return {
      ...row,
      endedOn: life.endedOn,
      endedReason: life.endedReason,
      reportedId: life.id,
      phase,
      villages: participants,
      lead: leadOf(participants),
      plan,
      dueOn: dueOf(plan, phase),
      latest,
      reports: newest,
      facts,
      assessment,
      remedies: remedyOf(facts, assessment, rules, calendar, on),
    };
  });
}

/** By town the months that take no report, of what a light may ask for. */
async function closedMonthsOf(
  db: Reader,
  townIds: number[],
  known: string,
): Promise<Map<number, Set<Month>>> {
  const { townId, month, state, unlockedUntil } = filingMonths;
  const rows = await unfilteredOf(db)
    .select({ townId, month, state, unlockedUntil })
    .from(filingMonths)
    .where(inArray(townId, townIds));
  const closed = rows.filter((row) => closedAs[monthStateOf(row, known)] !== undefined);
  return new Map(
    [...Map.groupBy(closed, (row) => row.townId)].map(([id, own]) => [
      id,
      new Set(own.map((row) => row.month)),
    ]),
  );
}

export const leadOf = (villages: readonly Participant[]) =>
  villages.toSorted((a, b) => b.shareBp - a.shareBp || (a.code < b.code ? -1 : 1))[0] as
    | Participant
    | undefined;

function dueOf(plan: readonly PlanRow[], phase: ReportRow["phase"]): Day | null {
  const wanted = hasReached(phase, "accepted") ? "operating" : "accepted";
  return (plan.find((row) => row.phase === wanted) ?? plan.at(-1))?.plannedOn ?? null;
}

type Ids = SQLWrapper;

const physical = alias(projects, "physical");
/** The village project that a key project is the same as, where it had been recorded by then. */
const isSame = (known: string) => and(eq(physical.id, projects.sameAsId), lt(physical.createdAt, known));

/** By the ids of key projects, what lives in their place: the village projects that they are the same as. */
async function sameAsOf(db: Reader, picked: SQL | undefined, known: string) {
  const rows = await db
    .select({
      of: projects.id,
      id: physical.id,
      createdOn: physical.createdOn,
      endedOn: physical.endedOn,
      endedReason: physical.endedReason,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .innerJoin(physical, isSame(known))
    .where(picked);
  return new Map(rows.map(({ of, ...row }) => [of, row]));
}

/**
 * The ids of what is reported of the projects picked: their own, or those of the village projects that they
 * are the same as.
 */
const reportedIds = (db: Reader, picked: SQL | undefined, known: string): Ids =>
  db
    .select({ id: sql<number>`coalesce(${physical.id}, ${projects.id})` })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(physical, isSame(known))
    .where(picked);

async function villagesOf(db: Reader, ids: Ids) {
  const rows = await db
    .select({
      projectId: projectVillages.projectId,
      villageId: projectVillages.villageId,
      code: divisions.code,
      name: divisions.shortName,
      shareBp: projectVillages.shareBp,
    })
    .from(projectVillages)
    .innerJoin(divisions, eq(divisions.id, projectVillages.villageId))
    .where(inArray(projectVillages.projectId, ids))
    .orderBy(asc(divisions.code));
  return grouped(rows);
}

async function plansOf(db: Reader, ids: Ids, known: string) {
  const rows = await db
    .select({
      projectId: phasePlans.projectId,
      revision: phasePlans.revision,
      phase: phasePlans.phase,
      plannedOn: phasePlans.plannedOn,
      plannedBp: phasePlans.plannedBp,
      recordedAt: phasePlans.recordedAt,
    })
    .from(phasePlans)
    .where(and(inArray(phasePlans.projectId, ids), lt(phasePlans.recordedAt, known)))
    .orderBy(asc(phasePlans.projectId), asc(phasePlans.revision), asc(phasePlans.id));
  const plans = new Map<number, { madeOn: Day; rows: PlanRow[] }[]>();
  for (const [projectId, all] of grouped(rows)) {
    const revisions = Map.groupBy(all, (row) => row.revision);
    plans.set(
      projectId,
      [...revisions.values()].map((revision) => ({
        madeOn: dayOf(new Date(revision[0]?.recordedAt ?? 0)),
        rows: revision
          .toSorted((a, b) => rankOf(a.phase) - rankOf(b.phase))
          .map(({ phase, plannedOn, plannedBp }) => ({ phase, plannedOn, plannedBp })),
      })),
    );
  }
  return plans;
}

/** The newest row of each of the newest months, oldest first. */
async function reportsOf(db: Reader, ids: Ids, known: string, until: Month, months: number) {
  const counted = and(lt(projectReports.recordedAt, known), lte(projectReports.month, until));
  // Where the newest months begin is found first, by the index, so that a project's whole history is not read
  // at each look.
  const earlier = alias(projectReports, "earlier");
  const newest = db
    .selectDistinct({ month: earlier.month })
    .from(earlier)
    .where(and(eq(earlier.projectId, projects.id), lt(earlier.recordedAt, known), lte(earlier.month, until)))
    .orderBy(desc(earlier.month))
    .limit(months)
    .as("newest");
  const ranked = db
    .select({
      id: projectReports.id,
      projectId: projectReports.projectId,
      month: projectReports.month,
      progressBp: projectReports.progressBp,
      phase: projectReports.phase,
      delayReason: projectReports.delayReason,
      delayText: projectReports.delayText,
      note: projectReports.note,
      forecastOn: projectReports.forecastOn,
      byProxy: projectReports.byProxy,
      personName: projectReports.personName,
      recordedAt: projectReports.recordedAt,
      newness:
        sql<number>`row_number() over (partition by ${projectReports.projectId}, ${projectReports.month} order by ${projectReports.id} desc)`.as(
          "newness",
        ),
    })
    .from(projects)
    .innerJoin(
      projectReports,
      and(
        eq(projectReports.projectId, projects.id),
        gte(projectReports.month, sql`(${db.select({ month: min(newest.month) }).from(newest)})`),
      ),
    )
    .where(and(inArray(projects.id, ids), counted))
    .as("ranked");
  const rows = await db
    .select()
    .from(ranked)
    .where(eq(ranked.newness, 1))
    .orderBy(asc(ranked.projectId), asc(ranked.month));
  return grouped(rows);
}

async function pausesOf(db: Reader, ids: Ids, known: string) {
  const rows = await db
    .select({
      projectId: projectPauses.projectId,
      kind: projectPauses.kind,
      onDay: projectPauses.onDay,
      reason: projectPauses.reason,
    })
    .from(projectPauses)
    .where(and(inArray(projectPauses.projectId, ids), lt(projectPauses.recordedAt, known)))
    .orderBy(asc(projectPauses.id));
  return new Map([...grouped(rows)].map(([projectId, all]) => [projectId, pausesFrom(all)]));
}

async function startsOf(db: Reader, ids: Ids, known: string) {
  const rows = await db
    .select({ projectId: phasePassings.projectId, actualOn: phasePassings.actualOn })
    .from(phasePassings)
    .where(
      and(
        inArray(phasePassings.projectId, ids),
        eq(phasePassings.phase, "building"),
        lt(phasePassings.recordedAt, known),
      ),
    )
    .orderBy(asc(phasePassings.id));
  return new Map(rows.map((row) => [row.projectId, row.actualOn]));
}

/** Money by month, cumulated. */
async function fundsOf(db: Reader, ids: Ids, known: string, on: Day): Promise<Map<number, FundsMonth[]>> {
  const month = monthOf(fundingPostings.onDay);
  const of = (stage: "plan" | "receive" | "spend") =>
    totalWhen(eq(fundingPostings.stage, stage), fundingPostings.amountFen);
  const rows = await db
    .select({
      projectId: fundingPostings.projectId,
      month,
      plannedFen: of("plan"),
      receivedFen: of("receive"),
      spentFen: of("spend"),
    })
    .from(fundingPostings)
    .where(
      and(
        inArray(fundingPostings.projectId, ids),
        inArray(fundingPostings.stage, ["plan", "receive", "spend"]),
        lte(fundingPostings.onDay, on),
        lt(fundingPostings.recordedAt, known),
      ),
    )
    .groupBy(fundingPostings.projectId, month)
    .orderBy(asc(fundingPostings.projectId), asc(month));
  return new Map([...grouped(rows)].map(([projectId, months]) => [projectId, cumulated(months)]));
}

async function overridesOf(
  db: Reader,
  ids: Ids,
  known: string,
): Promise<Map<number, (OverrideRow & { projectId: number })[]>> {
  const { projectId, kind, light, fromOn, expiresOn, reason, personName, recordedAt, id } = lightOverrides;
  const rows = await db
    .select({ projectId, kind, light, fromOn, expiresOn, reason, personName })
    .from(lightOverrides)
    .where(and(inArray(projectId, ids), lt(recordedAt, known)))
    .orderBy(asc(id));
  return grouped(rows);
}

const grouped = <Row extends { projectId: number }>(rows: Row[]): Map<number, Row[]> =>
  Map.groupBy(rows, (row) => row.projectId);
