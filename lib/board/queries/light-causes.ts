import { and, asc, desc, eq, inArray, lt, or } from "drizzle-orm";
import { type Db, unfilteredOf } from "#db/client.ts";
import {
  fundingPostings,
  type LightThresholds,
  lightOverrides,
  lightRules,
  people,
  phasePlans,
  projectPauses,
  projectReports,
  projects,
  projectVersions,
} from "#db/schema/index.ts";
import type { Verb } from "#lib/access/policy.ts";
import { endOf } from "#lib/core/context.ts";
import { addDays, type Calendar, type Day, dayOf, monthOfDay } from "#lib/core/dates.ts";
import { calendarUntil } from "#lib/periods/queries/calendar.ts";
import { cumulated, type FundsMonth } from "#lib/projects/rules/funds-pace.ts";
import { type Light, type LightFacts, lightOf } from "#lib/projects/rules/lights.ts";
import type { OverrideRow } from "#lib/projects/rules/manual-light.ts";
import { pausesFrom } from "#lib/projects/rules/pace.ts";
import { rankOf } from "#lib/projects/rules/phases.ts";
import {
  type Act,
  changeOf,
  type Moment,
  type Replay,
  type Span,
  type Turn,
  turnsOf,
} from "../rules/causes.ts";

/** A light, or nothing where the project was not there yet or had ended. */
export type LightOn = Light | null;

type Rule = { effectiveOn: Day; thresholds: LightThresholds; recordedAt: string; name: string | null };

/**
 * Whose light is another one at the end of a span than at its beginning, by id, with what last turned it to
 * what it is.
 */
export async function lightChangesOf(
  db: Db,
  ids: readonly number[],
  span: Span,
): Promise<Map<number, Turn<LightOn>>> {
  const replays = await replaysOf(db, ids, span);
  return new Map(
    [...replays].flatMap(([id, replay]) => {
      const turn = changeOf(replay, span);
      return turn ? [[id, turn]] : [];
    }),
  );
}

/** Every turn of one project's light in a span, oldest first. */
export async function lightTurnsOf(db: Db, id: number, span: Span): Promise<Turn<LightOn>[]> {
  const replay = (await replaysOf(db, [id], span)).get(id);
  return replay ? turnsOf(replay, span) : [];
}

/** Of acts of one instant the highest rank is told. */
type RankedAct = Act & { rank: number };

type Rows = Awaited<ReturnType<typeof rowsOf>>;

async function replaysOf(
  db: Db,
  ids: readonly number[],
  { from, to }: Span,
): Promise<Map<number, Replay<LightOn>>> {
  if (ids.length === 0) return new Map();
  const rules = await rulesWithNames(db);
  const calendar = await calendarUntil(db, monthOfDay(to));
  const earlier = await calendarUntil(db, monthOfDay(from)); // a long span reaches back further than a light does
  const rows = await rowsOf(db, ids, endOf(to));
  const days: Day[] = [];
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) days.push(day);
  const created = new Map(rows.created.map((row) => [row.id, row]));
  return new Map(
    ids.flatMap((id) => {
      const base = created.get(id);
      return base ? [[id, replayOf(base, rows, rules, new Map([...earlier, ...calendar]), days)]] : [];
    }),
  );
}

function replayOf(
  base: Rows["created"][number],
  all: Rows,
  rules: Rule[],
  calendar: Calendar,
  days: readonly Day[],
): Replay<LightOn> {
  const { id } = base;
  const own = <R extends { projectId: number }>(rows: R[]) => rows.filter((row) => row.projectId === id);
  const rows = {
    versions: own(all.versions),
    plans: own(all.plans),
    reports: own(all.reports),
    pauses: own(all.pauses),
    overrides: own(all.overrides),
  };
  const holders = new Set([id, ...rows.versions.map((row) => row.sameAsId)]);
  const money = all.money.filter((row) => holders.has(row.projectId));
  const acts = [
    ...rows.versions.map(
      (row, at): RankedAct => ({
        at: row.at,
        name: row.name ?? "",
        verb: verbOf(rows.versions, at),
        rank: 0,
      }),
    ),
    ...rows.plans.map(
      (row): RankedAct => ({
        at: row.at,
        name: row.name ?? "",
        verb: row.revision === 1 ? "project.create" : "project.plan",
        rank: 1,
      }),
    ),
    ...rows.reports.map(
      (row): RankedAct => ({ at: row.at, name: row.name, verb: "project.report", rank: 2 }),
    ),
    ...rows.pauses.map(
      (row): RankedAct => ({
        at: row.at,
        name: row.name ?? "",
        verb: `project.${row.kind}`,
        rank: 3,
      }),
    ),
    ...money.map(
      (row): RankedAct => ({
        at: row.at,
        name: row.name,
        verb: row.reversesId === null ? "funding.post" : "funding.reverse",
        rank: 4,
      }),
    ),
    ...rows.overrides.map(
      (row): RankedAct => ({
        at: row.at,
        name: row.name,
        verb: row.kind === "set" ? "light.override" : "light.clear",
        rank: 5,
      }),
    ),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank));
  // What one act wrote at one instant is one act, told by what it did last; its name is whichever row has
  // one.
  const grouped = [...Map.groupBy(acts, (act) => act.at).values()].map(
    (same): Act => ({
      at: same[0]?.at ?? "",
      verb: same.at(-1)?.verb ?? "project.edit",
      name: same.findLast((act) => act.name !== "")?.name ?? "",
    }),
  );

  const facts = new Map<number, LightFacts & { money: typeof money }>();
  const factsAfter = (count: number) => {
    const known = facts.get(count);
    if (known) return known;
    const until = grouped[count - 1]?.at ?? "";
    const by = <R extends { at: string }>(some: R[]) => some.filter((row) => row.at <= until);
    const version = by(rows.versions).at(-1);
    const made: LightFacts & { money: typeof money } = {
      createdOn: base.createdOn,
      endedOn: version?.endedOn ?? null,
      plans: [...Map.groupBy(by(rows.plans), (row) => row.revision).values()].map((revision) => ({
        madeOn: dayOf(new Date(revision[0]?.at ?? 0)),
        rows: revision.toSorted((a, b) => rankOf(a.phase) - rankOf(b.phase)),
      })),
      reports: [...Map.groupBy(by(rows.reports), (row) => row.month).values()]
        .map((same) => same.at(-1) as Rows["reports"][number])
        .toSorted((a, b) => (a.month < b.month ? -1 : 1)),
      pauses: pausesFrom(by(rows.pauses)),
      startedOn: null, // only words tell it
      funds: [],
      overrides: by(rows.overrides) as OverrideRow[],
      money: by(money).filter((row) => row.projectId === (version?.sameAsId ?? id)),
    };
    facts.set(count, made);
    return made;
  };
  const stateBy = (published: readonly Rule[], { acts: count, day }: Moment): LightOn => {
    if (count === 0 || (grouped[count - 1]?.at ?? "") < base.createdAt) return null;
    const { money: posted, ...known } = factsAfter(count);
    const inForce = published.filter((rule) => rule.recordedAt < endOf(day) || rule.effectiveOn <= day);
    const funds = fundsOf(posted.filter((row) => row.onDay <= day));
    return (
      lightOf({ ...known, funds }, inForce.length > 0 ? inForce : published.slice(-1), day, calendar)
        ?.light ?? null
    );
  };
  return {
    acts: grouped,
    days,
    stateAt: (moment) => stateBy(rules, moment),
    dueOn: (day, before) => {
      const rule = rules.find((each) => each.effectiveOn === day);
      const others = rules.filter((each) => each !== rule);
      if (!rule || others.length === 0 || stateBy(others, { ...before, day }) !== stateBy(others, before))
        return null;
      return { at: rule.recordedAt, name: rule.name ?? "", verb: "rule.set" };
    },
  };
}

const verbOf = (versions: Rows["versions"], at: number): Verb => {
  const [row, before] = [versions[at], versions[at - 1]];
  if (!before) return "project.create";
  return row?.endedOn !== null && before.endedOn === null ? "project.end" : "project.edit";
};

function fundsOf(rows: Rows["money"]): FundsMonth[] {
  const months = Map.groupBy(rows, (row) => monthOfDay(row.onDay));
  return cumulated(
    [...months]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, own]) => {
        const of = (stage: string) =>
          own.reduce((sum, row) => (row.stage === stage ? sum + row.amountFen : sum), 0);
        return { month, plannedFen: of("plan"), receivedFen: of("receive"), spentFen: of("spend") };
      }),
  );
}

/**
 * All that was recorded of some projects before an instant and that their lights look at, each with who and
 * when.
 */
async function rowsOf(db: Db, ids: readonly number[], known: string) {
  const created = await db
    .select({ id: projects.id, createdOn: projects.createdOn, createdAt: projects.createdAt })
    .from(projects)
    .where(inArray(projects.id, [...ids]));
  const v = projectVersions;
  const versions = await db
    .select({
      projectId: v.projectId,
      at: v.recordedAt,
      name: v.updatedBy,
      endedOn: v.endedOn,
      sameAsId: v.sameAsId,
    })
    .from(v)
    .where(and(inArray(v.projectId, [...ids]), lt(v.recordedAt, known)))
    .orderBy(asc(v.projectId), asc(v.version));
  const plan = phasePlans;
  const plans = await db
    .select({
      projectId: plan.projectId,
      at: plan.recordedAt,
      name: people.name,
      revision: plan.revision,
      phase: plan.phase,
      plannedOn: plan.plannedOn,
      plannedBp: plan.plannedBp,
    })
    .from(plan)
    .leftJoin(people, eq(people.id, plan.personId))
    .where(and(inArray(plan.projectId, [...ids]), lt(plan.recordedAt, known)))
    .orderBy(asc(plan.projectId), asc(plan.revision), asc(plan.id));
  const report = projectReports;
  const reports = await db
    .select({
      projectId: report.projectId,
      at: report.recordedAt,
      name: report.personName,
      month: report.month,
      progressBp: report.progressBp,
      phase: report.phase,
    })
    .from(report)
    .where(and(inArray(report.projectId, [...ids]), lt(report.recordedAt, known)))
    .orderBy(asc(report.id));
  const pause = projectPauses;
  const pauses = await db
    .select({
      projectId: pause.projectId,
      at: pause.recordedAt,
      name: people.name,
      kind: pause.kind,
      onDay: pause.onDay,
      reason: pause.reason,
    })
    .from(pause)
    .leftJoin(people, eq(people.id, pause.personId))
    .where(and(inArray(pause.projectId, [...ids]), lt(pause.recordedAt, known)))
    .orderBy(asc(pause.id));
  const over = lightOverrides;
  const overrides = await db
    .select({
      projectId: over.projectId,
      at: over.recordedAt,
      name: over.personName,
      kind: over.kind,
      light: over.light,
      fromOn: over.fromOn,
      expiresOn: over.expiresOn,
      reason: over.reason,
      personName: over.personName,
    })
    .from(over)
    .where(and(inArray(over.projectId, [...ids]), lt(over.recordedAt, known)))
    .orderBy(asc(over.id));
  const holders = versions.flatMap((row) => (row.sameAsId === null ? [] : [row.sameAsId]));
  const f = fundingPostings;
  const money = await unfilteredOf(db) // as lights do
    .select({
      projectId: f.projectId,
      at: f.recordedAt,
      name: f.personName,
      reversesId: f.reversesId,
      stage: f.stage,
      amountFen: f.amountFen,
      onDay: f.onDay,
    })
    .from(f)
    .where(
      and(
        inArray(f.projectId, [...new Set([...ids, ...holders])]),
        or(eq(f.stage, "plan"), eq(f.stage, "receive"), eq(f.stage, "spend")),
        lt(f.recordedAt, known),
      ),
    )
    .orderBy(asc(f.id));
  return { created, versions, plans, reports, pauses, overrides, money };
}

const rulesWithNames = (db: Db): Promise<Rule[]> =>
  db
    .select({
      effectiveOn: lightRules.effectiveOn,
      thresholds: lightRules.thresholds,
      recordedAt: lightRules.recordedAt,
      name: people.name,
    })
    .from(lightRules)
    .leftJoin(people, eq(people.id, lightRules.personId))
    .orderBy(desc(lightRules.effectiveOn), desc(lightRules.id));
