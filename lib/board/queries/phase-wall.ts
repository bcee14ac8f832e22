import { type Phase, phases } from "#db/schema/projects.ts";
import type { Ctx } from "#lib/core/context.ts";
import { fundingSums } from "#lib/funding/queries/totals.ts";
import type { ProjectsFilter } from "../input.ts";
import { asListed, type BoardProject } from "../rules/board-projects.ts";
import type { Figures } from "../rules/figures.ts";
import { type DistinctProject, listLimit, projectsOfScope } from "./distinct-projects.ts";
import { type BoardScope, boardScopeOf } from "./scope.ts";

/** Money of all sources and years up to the day, in fen. */
export type Spent = { planFen: number; spendFen: number };

export type PhaseCard = BoardProject & Spent & { twin: DistinctProject["twin"] };

/** A phase, or what is paused in whichever phase. `count` and money are of all, `cards` the worst of them. */
export type PhaseColumn = Spent & { key: Phase | "paused"; count: number; cards: PhaseCard[] };

export type PhaseColumns = BoardScope & {
  /** The seven phases in order, and the paused ones at the end where there are any. */
  columns: PhaseColumn[];
  counts: { all: number; chosen: number; shown: number };
  reports: Figures["reports"];
};

/**
 * 项目墙: the running projects of a division by phase, worst first in each, a physical one once with its money.
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function phaseColumnsOf(ctx: Ctx, filter: Partial<ProjectsFilter>): Promise<PhaseColumns> {
  const boardScope = await boardScopeOf(ctx, filter);
  const { chosen, all, reports } = await projectsOfScope(ctx, boardScope, filter);
  const money = await moneyOf(ctx, boardScope);
  const shown = new Set(chosen.slice(0, listLimit));
  const byColumn = Map.groupBy(chosen, columnOf);
  const columns = [...phases, "paused" as const].map((key): PhaseColumn => {
    const own = byColumn.get(key) ?? [];
    const cards = own
      .filter((each) => shown.has(each))
      .map(({ twin, ...each }) => ({ ...asListed(each), twin, ...(money.get(each.id) ?? none) }));
    return {
      key,
      count: own.length,
      ...own.reduce((sum, { id }) => added(sum, money.get(id) ?? none), none),
      cards,
    };
  });
  return {
    ...boardScope,
    columns: columns.filter(({ key, count }) => key !== "paused" || count > 0),
    counts: { all, chosen: chosen.length, shown: shown.size },
    reports,
  };
}

const none: Spent = { planFen: 0, spendFen: 0 };
const added = (a: Spent, b: Spent): Spent => ({
  planFen: a.planFen + b.planFen,
  spendFen: a.spendFen + b.spendFen,
});
const columnOf = ({ phase, assessment }: DistinctProject): PhaseColumn["key"] =>
  assessment.light === "paused" ? "paused" : phase;

async function moneyOf(ctx: Ctx, { node, asOf }: BoardScope): Promise<Map<number, Spent>> {
  const sums = await fundingSums(ctx, { node: node.code, to: asOf }, ["project"]);
  const money = new Map<number, Spent>();
  for (const { project, stage, amountFen } of sums) {
    if (!project || (stage !== "plan" && stage !== "spend")) continue;
    const part = stage === "plan" ? { planFen: amountFen, spendFen: 0 } : { planFen: 0, spendFen: amountFen };
    money.set(project.id, added(money.get(project.id) ?? none, part));
  }
  return money;
}
