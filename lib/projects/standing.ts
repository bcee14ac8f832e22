import { and, asc, desc, eq, inArray, lt, lte, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import {
  divisions,
  filingCalendar,
  type LightThresholds,
  lightRules,
  phasePassings,
  phasePlans,
  projectPauses,
  projectReports,
  projects,
  projectVillages,
} from "#db/schema/index.ts";
import { type Node, under } from "#db/sql.ts";
import { addDays, addMonths, type Day, dayOf, instantOn, type Month, monthOfDay } from "../period.ts";
import { type Assessment, type Calendar, type LightFacts, lightOf } from "./lights.ts";
import type { PlanRow } from "./pace.ts";
import { hasReached, rankOf } from "./phases.ts";

// Where projects stand on a day, from what had been recorded by its end (DOMAIN §6, as of). A handful of queries whatever the
// number of projects; the light is a pure rule over their rows.

/** The instant at which `on` is over: what was recorded before it was known on that day. */
export const endOf = (on: Day): string => instantOn(addDays(on, 1), 0).toISOString();

/** Projects at or below `node`: of a village, those that it takes part in; of anything else, those whose town lies there. */
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
  db.select(columns).from(projects).innerJoin(divisions, eq(divisions.id, projects.townId)).where(where).orderBy(asc(projects.id));

/** A participating village; `shareBp` in basis points. The lead village is the one with the largest share, ties by code. */
export type Participant = { villageId: number; code: string; name: string; shareBp: number };

/** The newest report of a project with what a list shows of it. */
export type LatestReport = {
  month: Month;
  progressBp: number;
  phase: (typeof projectReports.$inferSelect)["phase"];
  delayReason: (typeof projectReports.$inferSelect)["delayReason"];
  delayText: string;
  note: string;
  forecastOn: Day | null;
  personName: string;
  recordedAt: string;
};

export type Standing = ProjectRow & {
  phase: LatestReport["phase"];
  villages: Participant[];
  lead: Participant | undefined;
  plan: readonly PlanRow[];
  /** When it is to be finished: planned acceptance, once accepted planned operation, else the plan's last day. */
  dueOn: Day | null;
  latest: LatestReport | undefined;
  facts: LightFacts;
  /** `null` once ended. */
  assessment: Assessment | null;
};

/**
 * The projects that `where` picks (conditions on `project` and its town's `division`), as they stood at the end of `on`, in
 * order of id. Those recorded later are left out; ended ones are among them, without a light.
 */
export async function standingsOf(db: Reader, where: SQL | undefined, on: Day): Promise<Standing[]> {
  const known = endOf(on);
  const picked = and(where, lt(projects.createdAt, known));
  const ids = db.select({ id: projects.id }).from(projects).innerJoin(divisions, eq(divisions.id, projects.townId)).where(picked);
  const rows = await rowsOf(db, picked);
  const villages = await villagesOf(db, ids);
  const plans = await plansOf(db, ids, known);
  const reports = await reportsOf(db, ids, known, monthOfDay(on));
  const pauses = await pausesOf(db, ids, known);
  const starts = await startsOf(db, ids, known);
  const rule = await ruleOn(db, on);
  const calendar = await calendarUntil(db, monthOfDay(on));
  return rows.map((row) => {
    const newest = reports.get(row.id) ?? [];
    const latest = newest.at(-1);
    const phase = latest?.phase ?? "identified";
    const revisions = plans.get(row.id) ?? [];
    const participants = villages.get(row.id) ?? [];
    const facts: LightFacts = {
      createdOn: row.createdOn,
      endedOn: row.endedOn,
      plans: revisions,
      reports: newest,
      pauses: pauses.get(row.id) ?? [],
      startedOn: hasReached(phase, "building") ? (starts.get(row.id) ?? null) : null,
    };
    const plan = revisions.at(-1)?.rows ?? [];
    const assessment = lightOf(facts, rule, on, calendar);
    return { ...row, phase, villages: participants, lead: leadOf(participants), plan, dueOn: dueOf(plan, phase), latest, facts, assessment };
  });
}

export const leadOf = (villages: readonly Participant[]) =>
  villages.toSorted((a, b) => b.shareBp - a.shareBp || (a.code < b.code ? -1 : 1))[0] as Participant | undefined;

function dueOf(plan: readonly PlanRow[], phase: LatestReport["phase"]): Day | null {
  const wanted = hasReached(phase, "accepted") ? "operating" : "accepted";
  return (plan.find((row) => row.phase === wanted) ?? plan.at(-1))?.plannedOn ?? null;
}

/** The thresholds in force on a day: the newest rule that had taken effect by then. */
export async function ruleOn(db: Reader, on: Day): Promise<LightThresholds> {
  const [rule] = await db
    .select({ thresholds: lightRules.thresholds })
    .from(lightRules)
    .where(lte(lightRules.effectiveOn, on))
    .orderBy(desc(lightRules.effectiveOn), desc(lightRules.id))
    .limit(1);
  if (!rule) throw new Error(`No light rule is in force on ${on}`);
  return rule.thresholds;
}

/** When the reports of the three years up to `month` are due. */
export async function calendarUntil(db: Reader, month: Month): Promise<Calendar> {
  const rows = await db
    .select({ month: filingCalendar.month, dueOn: filingCalendar.dueOn })
    .from(filingCalendar)
    .where(and(lte(filingCalendar.month, month), sql`${filingCalendar.month} >= ${addMonths(month, -36)}`));
  return new Map(rows.map((row) => [row.month, row.dueOn]));
}

type Ids = SQLWrapper;

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

/** The newest row of each of the two newest months: a light needs no more of them. Oldest first. */
async function reportsOf(db: Reader, ids: Ids, known: string, until: Month) {
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
      personName: projectReports.personName,
      recordedAt: projectReports.recordedAt,
      age: sql<number>`dense_rank() over (partition by ${projectReports.projectId} order by ${projectReports.month} desc)`.as("age"),
      newness: sql<number>`row_number() over (partition by ${projectReports.projectId}, ${projectReports.month} order by ${projectReports.id} desc)`.as(
        "newness",
      ),
    })
    .from(projectReports)
    .where(and(inArray(projectReports.projectId, ids), lt(projectReports.recordedAt, known), lte(projectReports.month, until)))
    .as("ranked");
  const rows = await db
    .select()
    .from(ranked)
    .where(and(lte(ranked.age, 2), eq(ranked.newness, 1)))
    .orderBy(asc(ranked.projectId), asc(ranked.month));
  return grouped(rows);
}

async function pausesOf(db: Reader, ids: Ids, known: string) {
  const rows = await db
    .select({ projectId: projectPauses.projectId, kind: projectPauses.kind, onDay: projectPauses.onDay, reason: projectPauses.reason })
    .from(projectPauses)
    .where(and(inArray(projectPauses.projectId, ids), lt(projectPauses.recordedAt, known)))
    .orderBy(asc(projectPauses.id));
  return new Map([...grouped(rows)].map(([projectId, all]) => [projectId, pausesFrom(all)]));
}

/** Pauses as stretches of days, from the rows that began and ended them. */
export function pausesFrom(rows: readonly { kind: "pause" | "resume"; onDay: Day; reason: string }[]) {
  const pauses: { fromOn: Day; toOn: Day | null; reason: string }[] = [];
  for (const { kind, onDay, reason } of rows) {
    const last = pauses.at(-1);
    if (kind === "pause") pauses.push({ fromOn: onDay, toOn: null, reason });
    else if (last) last.toOn = onDay;
  }
  return pauses;
}

async function startsOf(db: Reader, ids: Ids, known: string) {
  const rows = await db
    .select({ projectId: phasePassings.projectId, actualOn: phasePassings.actualOn })
    .from(phasePassings)
    .where(and(inArray(phasePassings.projectId, ids), eq(phasePassings.phase, "building"), lt(phasePassings.recordedAt, known)))
    .orderBy(asc(phasePassings.id));
  return new Map(rows.map((row) => [row.projectId, row.actualOn]));
}

const grouped = <Row extends { projectId: number }>(rows: Row[]): Map<number, Row[]> => Map.groupBy(rows, (row) => row.projectId);
