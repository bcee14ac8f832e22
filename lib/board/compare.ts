import { and, asc, between, eq, gte, inArray, lt } from "drizzle-orm";
import { whole } from "#db/client.ts";
import {
  accounts,
  auditEvents,
  divisions,
  fundingPostings,
  incomePostings,
  incomeTargets,
  type Phase,
  type Source,
  type Stage,
} from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { type Ctx, endOf, onDay, today } from "../context.ts";
import type { Division } from "../divisions/queries.ts";
import { figuresOf, incomeOf, kindsCounted } from "../income/basis.ts";
import { metTarget } from "../income/target.ts";
import type { Day } from "../period.ts";
import type { Light, Why } from "../projects/lights.ts";
import { type LitProject, projectLights } from "../projects/queries.ts";
import { comingsOf } from "./coming.ts";
import type { Figures } from "./figures.ts";
import { type Board, boardOf } from "./queries.ts";
import { asPosted, compare, incomeBetween, moneyBetween, phasesBetween, recordedIn, type Within } from "./recorded.ts";
import { isTwin } from "./tally.ts";

/** Who did it and when: ISO 8601 instant. `null` where nobody did anything: the date alone moved it. */
export type Doer = { name: string; at: string; verb: string } | null;

/** One side of a comparison. */
export type Side = { on: Day; totals: Figures };

type Named = { id: number; number: string; name: string; town: string };

export type Comparison = {
  node: Division;
  path: Division[];
  year: number;
  before: Side;
  after: Side;
  /** Villages of another state towards their target: `null` is no data. Amounts in fen. */
  crossed: {
    id: number;
    name: string;
    town: string;
    from: boolean | null;
    to: boolean | null;
    operatingFen: number | null;
    targetFen: number;
    by: Doer;
  }[];
  /** Lights that are another one; `null` on a side where the project was not there or had ended. */
  lights: { project: Named; from: Light | null; to: Light | null; why: Why | null; by: Doer }[];
  /** Income recorded in between, by town, who and day. */
  income: { town: string; townCode: string; name: string; on: Day; kind: string; postings: number; amountFen: number }[];
  /** Money recorded in between, newest first; at most `mostMoney` of `moneyCount`. */
  money: { id: number; project: Named; stage: Stage; source: Source; amountFen: number; reverses: boolean; by: Doer }[];
  moneyCount: number;
  /** All of it, by stage. */
  moneyByStage: { stage: Stage; postings: number; amountFen: number }[];
  phases: { project: Named; phase: Phase; actualOn: Day; by: Doer }[];
};

/**
 * 对比: a division's board as it was known on the evening of `from` and of `to`, and what made the difference, each change with who
 * and when. Both are boards of the same `year`. Money is what was recorded in between, whichever day it belongs to.
 * @throws {NotFound} for a division outside the actor's scope; {Refused} `asOfFuture`
 */
export async function comparisonOf(
  ctx: Ctx,
  filter: { node?: string | undefined; year?: number | undefined; from: Day; to: Day },
): Promise<Comparison> {
  const [then, now] = [onDay(ctx, filter.from), onDay(ctx, filter.to)];
  const after = await boardOf(now, filter);
  const { node, year } = after;
  const before = await boardOf(then, { node: node.code, year });
  const within: Within = { ctx: now, node, from: endOf(filter.from), to: filter.to === today(ctx) ? "9999" : endOf(filter.to) };
  const [lightsThen, lightsNow] = [await projectLights(then.db, node, filter.from), await projectLights(now.db, node, filter.to)];
  return {
    node,
    path: after.path,
    year,
    before: { on: filter.from, totals: before.totals },
    after: { on: filter.to, totals: after.totals },
    crossed: await crossedBetween(within, before, after),
    lights: await lightsBetween(within, lightsThen, lightsNow),
    income: await incomeBetween(within),
    ...(await moneyBetween(within)),
    phases: await phasesBetween(within),
  };
}

async function crossedBetween(within: Within, before: Board, after: Board): Promise<Comparison["crossed"]> {
  const state = (tile: { operatingFen: number | null; met: boolean } | undefined) => (tile?.operatingFen == null ? null : tile.met);
  const known = new Map(before.tiles.map((tile) => [tile.id, tile]));
  const moved = after.tiles.filter((tile) => state(tile) !== state(known.get(tile.id)));
  const steps = await stepsOf(
    within,
    moved.map((tile) => tile.id),
    after.year,
  );
  const towns = await townNames(within, [...new Set(moved.map((tile) => tile.townId))]);
  return moved
    .map((tile) => {
      const was = known.get(tile.id);
      const { id, name, operatingFen, targetFen } = tile;
      const by = lastTurn(steps.get(id) ?? [], { operatingFen: was?.operatingFen ?? null, targetFen: was?.targetFen ?? targetFen });
      return { id, name, town: towns.get(tile.townId) ?? "", from: state(was), to: state(tile), operatingFen, targetFen, by };
    })
    .toSorted((a, b) => orderOf(a) - orderOf(b));
}

const townNames = async ({ ctx }: Within, ids: number[]) =>
  new Map(
    (await ctx.db.select({ id: divisions.id, name: divisions.shortName }).from(divisions).where(inArray(divisions.id, ids))).map((row) => [
      row.id,
      row.name,
    ]),
  );

/** Relapses first, then who newly fell short, then who got there. */
const orderOf = ({ from, to }: { from: boolean | null; to: boolean | null }) => (from === true ? 0 : to === false ? 1 : to === true ? 2 : 3);

/** One thing that moved a village towards its target or away from it. */
export type Step = { at: string; name: string; verb: string; amountFen?: number; targetFen?: number };

/** Who did what last turned a village to where it now is: the last step after which met, not met or no data was another. */
export function lastTurn(steps: readonly Step[], start: { operatingFen: number | null; targetFen: number }): Doer {
  let { operatingFen, targetFen } = start;
  const stateNow = () => (operatingFen === null ? null : metTarget(operatingFen, targetFen));
  let by: Doer = null;
  for (const step of steps) {
    const was = stateNow();
    if (step.amountFen !== undefined) operatingFen = (operatingFen ?? 0) + step.amountFen;
    if (step.targetFen !== undefined) targetFen = step.targetFen;
    if (stateNow() !== was) by = { name: step.name, at: step.at, verb: step.verb };
  }
  const last = steps.at(-1);
  return by ?? (last ? { name: last.name, at: last.at, verb: last.verb } : null); // the last report taken back leaves no data
}

async function stepsOf(within: Within, villages: number[], year: number): Promise<Map<number, Step[]>> {
  const { db } = within.ctx;
  const { basis = "strict" } = db.lens;
  const comings = await comingsOf(within);
  const { month, amountFen, oneOff } = incomePostings;
  const entry = { kind: accounts.kind, oneOff, amountFen };
  const posted = await db
    .select({ ...asPosted(incomePostings), villageId: incomePostings.villageId, month, townId: divisions.parentId, ...entry })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(
      and(
        inArray(incomePostings.villageId, villages),
        between(incomePostings.month, `${year}-01`, `${year}-12`),
        inArray(accounts.kind, kindsCounted[basis]),
        comings.income(incomePostings.recordedAt),
      ),
    )
    .orderBy(asc(incomePostings.id));
  const targets = await db
    .select({ villageId: incomeTargets.villageId, at: incomeTargets.recordedAt, name: incomeTargets.personName, targetFen: incomeTargets.amountFen })
    .from(incomeTargets)
    .where(
      and(
        inArray(incomeTargets.villageId, villages),
        eq(incomeTargets.year, year),
        gte(incomeTargets.recordedAt, within.from),
        lt(incomeTargets.recordedAt, within.to),
      ),
    )
    .orderBy(asc(incomeTargets.id));
  const steps = [
    ...posted.flatMap(({ villageId, kind, oneOff, amountFen, ...posting }) => {
      const coming = comings.ofIncome(posting);
      return coming ? [{ ...coming, villageId, amountFen: incomeOf(figuresOf([{ kind, oneOff, amountFen }]), basis) }] : [];
    }),
    ...targets.map((row) => ({ ...row, verb: "target.set" })),
  ];
  return Map.groupBy(
    steps.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    (step) => step.villageId,
  );
}

async function lightsBetween(within: Within, before: readonly LitProject[], after: readonly LitProject[]): Promise<Comparison["lights"]> {
  const known = new Map(before.map((project) => [project.id, project]));
  const still = new Set(after.map((project) => project.id));
  const moved = after.filter((project) => !isTwin(project) && known.get(project.id)?.light !== project.light);
  const gone = before.filter((project) => !isTwin(project) && !still.has(project.id));
  const doers = await doersOf(
    within,
    [...moved, ...gone].map((project) => project.id),
  );
  return [
    ...moved.map((project) => ({
      project: named(project),
      from: known.get(project.id)?.light ?? null,
      to: project.light,
      why: project.why,
      by: doers.get(project.id) ?? null,
    })),
    ...gone.map((project) => ({ project: named(project), from: project.light, to: null, why: null, by: doers.get(project.id) ?? null })),
  ].toSorted((a, b) => worst.indexOf(a.to) - worst.indexOf(b.to) || a.project.number.localeCompare(b.project.number, "en", { numeric: true }));
}

const worst: readonly (Light | null)[] = ["red", "yellow", "grey", "paused", "green", null];
const named = ({ id, number, name, town }: Named): Named => ({ id, number, name, town });

/** The newest operation on each project in between, as the trail has it, its money's postings among them. */
async function doersOf(within: Within, ids: number[]): Promise<Map<number, Doer>> {
  const events = await within.ctx.db
    .select({ id: auditEvents.subjectId, name: auditEvents.actorName, at: auditEvents.at, verb: auditEvents.verb })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.subjectType, "project"),
        inArray(auditEvents.subjectId, ids),
        under(auditEvents.divisionCode, within.ctx.actor.scope),
        gte(auditEvents.at, within.from),
        lt(auditEvents.at, within.to),
      ),
    )
    .orderBy(asc(auditEvents.seq));
  const money = await whole(within.ctx.db) // as lights do
    .select({
      id: fundingPostings.projectId,
      name: fundingPostings.personName,
      at: fundingPostings.recordedAt,
      reversesId: fundingPostings.reversesId,
    })
    .from(fundingPostings)
    .where(and(inArray(fundingPostings.projectId, ids), recordedIn(within, fundingPostings.recordedAt)))
    .orderBy(asc(fundingPostings.id));
  const moved = money.map(({ reversesId, ...row }) => ({ ...row, verb: reversesId === null ? "funding.post" : "funding.reverse" }));
  const all = [...events, ...moved].toSorted((a, b) => compare(a.at, b.at));
  return new Map(all.map(({ id, ...doer }) => [id ?? 0, doer]));
}
