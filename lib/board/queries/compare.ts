import { inArray } from "drizzle-orm";
import { type AccountKind, divisions, type Phase, type Source, type Stage } from "#db/schema/index.ts";
import { type Ctx, endOf, onDay, today } from "#lib/core/context.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { type LitProject, projectLights } from "#lib/projects/queries/project-card.ts";
import type { Light, Why } from "#lib/projects/rules/lights.ts";
import type { Act, Cause, Span } from "../rules/causes.ts";
import type { Figures } from "../rules/figures.ts";
import { isWide } from "../rules/levels.ts";
import { isTwin } from "../rules/tally.ts";
import { type Board, boardOf } from "./board.ts";
import { type Between, incomeBetween, moneyBetween, phasesBetween } from "./changes-between.ts";
import { lightChangesOf } from "./light-causes.ts";
import { lastVillageTurns } from "./village-causes.ts";

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
    cause: Cause | null;
  }[];
  /** Villages of another tier, `noData` among them, those that fell first. */
  tiers: {
    id: number;
    name: string;
    town: string;
    from: string;
    to: string;
    operatingFen: number | null;
    cause: Cause | null;
  }[];
  /** The tiers of that year, the lowest first. */
  bands: Board["bands"];
  /** Lights that are another one; `null` on a side where the project was not there or had ended. */
  lights: { project: Named; from: Light | null; to: Light | null; why: Why | null; cause: Cause | null }[];
  /** Income recorded in between, by town, who and day. */
  income: {
    town: string;
    townCode: string;
    name: string;
    on: Day;
    kind: Exclude<AccountKind, "never">;
    postings: number;
    amountFen: number;
  }[];
  /** Money recorded in between, newest first; at most `mostMoney` of `moneyCount`. */
  money: {
    id: number;
    project: Named;
    stage: Stage;
    source: Source;
    amountFen: number;
    reverses: boolean;
    by: Act;
  }[];
  moneyCount: number;
  /**
   * 按收入所属月份: what the income of the later day's month brought over the line, whenever it was recorded; `null`
   * above the county.
   */
  ofMonth: { month: Month; met: number; metBefore: number } | null;
  /** All of it, by stage. */
  moneyByStage: { stage: Stage; postings: number; amountFen: number }[];
  phases: { project: Named; phase: Phase; actualOn: Day; by: Act }[];
};

/**
 * 对比: a division's board as it was known on the evening of `from` and of `to`, and what made the difference,
 * each change with the act that turned it, or the day. Both are boards of the same `year`. Money is what was
 * recorded in between, whichever day it belongs to.
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
  const within: Between = {
    ctx: now,
    node,
    from: endOf(filter.from),
    to: filter.to === today(ctx) ? "9999" : endOf(filter.to),
  };
  const [lightsThen, lightsNow] = [
    await projectLights(then.db, node, filter.from),
    await projectLights(now.db, node, filter.to),
  ];
  return {
    node,
    path: after.path,
    year,
    before: { on: filter.from, totals: before.totals },
    after: { on: filter.to, totals: after.totals },
    crossed: await crossedBetween(within, filter, before, after),
    tiers: await tiersBetween(within, filter, before, after),
    bands: after.bands,
    lights: await lightsBetween(within, filter, lightsThen, lightsNow),
    income: await incomeBetween(within),
    ...(await moneyBetween(within)),
    phases: await phasesBetween(within),
    ofMonth: isWide(node)
      ? null
      : { month: after.month, met: after.changes.met, metBefore: after.changes.metBefore },
  };
}

async function crossedBetween(
  within: Between,
  span: Span,
  before: Board,
  after: Board,
): Promise<Comparison["crossed"]> {
  const state = (tile: { operatingFen: number | null; met: boolean } | undefined) =>
    tile?.operatingFen == null ? null : tile.met;
  const known = new Map(before.tiles.map((tile) => [tile.id, tile]));
  const moved = after.tiles.filter((tile) => state(tile) !== state(known.get(tile.id)));
  const turns = await lastVillageTurns(
    within.ctx.db,
    moved.map((tile) => tile.id),
    after.year,
    span,
  );
  const towns = await townNames(within, [...new Set(moved.map((tile) => tile.townId))]);
  return moved
    .map((tile) => {
      const { id, name, operatingFen, targetFen } = tile;
      const town = towns.get(tile.townId) ?? "";
      return {
        id,
        name,
        town,
        from: state(known.get(id)),
        to: state(tile),
        operatingFen,
        targetFen,
        cause: turns.get(id)?.cause ?? null,
      };
    })
    .toSorted((a, b) => orderOf(a) - orderOf(b));
}

async function tiersBetween(
  within: Between,
  span: Span,
  before: Board,
  after: Board,
): Promise<Comparison["tiers"]> {
  const known = new Map(before.tiles.map((tile) => [tile.id, tile.tier]));
  const rank = new Map(after.bands.map(({ key }, at) => [key, at]));
  const risen = (tile: { from: string; to: string }) =>
    (rank.get(tile.to) ?? -1) - (rank.get(tile.from) ?? -1);
  const moved = after.tiles.filter((tile) => tile.tier !== (known.get(tile.id) ?? noData));
  const ids = moved.map((tile) => tile.id);
  const turns = await lastVillageTurns(within.ctx.db, ids, after.year, span, "tier");
  const towns = await townNames(within, [...new Set(moved.map((tile) => tile.townId))]);
  return moved
    .map(({ id, name, townId, tier, operatingFen }) => {
      const from = known.get(id) ?? noData;
      return {
        id,
        name,
        town: towns.get(townId) ?? "",
        from,
        to: tier,
        operatingFen,
        cause: turns.get(id)?.cause ?? null,
      };
    })
    .toSorted((a, b) => risen(a) - risen(b));
}

const townNames = async ({ ctx }: Between, ids: number[]) =>
  new Map(
    (
      await ctx.db
        .select({ id: divisions.id, name: divisions.shortName })
        .from(divisions)
        .where(inArray(divisions.id, ids))
    ).map((row) => [row.id, row.name]),
  );

/** Relapses first, then who newly fell short, then who got there. */
const orderOf = ({ from, to }: { from: boolean | null; to: boolean | null }) =>
  from === true ? 0 : to === false ? 1 : to === true ? 2 : 3;

async function lightsBetween(
  { ctx }: Between,
  span: Span,
  before: readonly LitProject[],
  after: readonly LitProject[],
): Promise<Comparison["lights"]> {
  const known = new Map(before.map((project) => [project.id, project]));
  const still = new Set(after.map((project) => project.id));
  const moved = after.filter((project) => !isTwin(project) && known.get(project.id)?.light !== project.light);
  const gone = before.filter((project) => !isTwin(project) && !still.has(project.id));
  const turns = await lightChangesOf(
    ctx.db,
    [...moved, ...gone].map((project) => project.id),
    span,
  );
  const cause = ({ id }: LitProject) => turns.get(id)?.cause ?? null;
  return [
    ...moved.map((project) => ({
      project: named(project),
      from: known.get(project.id)?.light ?? null,
      to: project.light,
      why: project.why,
      cause: cause(project),
    })),
    ...gone.map((project) => ({
      project: named(project),
      from: project.light,
      to: null,
      why: null,
      cause: cause(project),
    })),
  ].toSorted(
    (a, b) =>
      worst.indexOf(a.to) - worst.indexOf(b.to) ||
      a.project.number.localeCompare(b.project.number, "en", { numeric: true }),
  );
}

const worst: readonly (Light | null)[] = ["red", "yellow", "grey", "paused", "green", null];
const named = ({ id, number, name, town }: Named): Named => ({ id, number, name, town });
