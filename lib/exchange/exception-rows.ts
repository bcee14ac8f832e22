import { eq } from "drizzle-orm";
import { divisions, projects, type Source, type Stage } from "#db/schema/index.ts";
import { type Ctx, today } from "../context.ts";
import type { Division } from "../divisions/queries.ts";
import { fundingExceptions } from "../funding/exceptions.ts";
import { within } from "../funding/selection.ts";
import { type Day, daysBetween } from "../period.ts";
import type { ExceptionsExport } from "./input.ts";

/** A funding exception as a file lists it. What is not known of it is `null`. */
export type ExceptionRow = {
  kind: string;
  /** Names it for good: the same exception has the same key in every file. */
  key: string;
  project: { id: number; number: string; name: string };
  town: { code: string; name: string };
  source: Source;
  stage: Stage;
  amountFen: number;
  sinceOn: Day | null;
  ageDays: number | null;
  documentNo: string | null;
  owner: string | null;
  state: string;
  explanation: string | null;
  explainedBy: string | null;
};

export const exceptionStates = ["open", "explained"] as const;

/** The exceptions of a filter, in the order of the screen: the one place that knows what `lib/funding` makes of them. */
export async function exceptionRows(ctx: Ctx, node: Division, filter: ExceptionsExport): Promise<ExceptionRow[]> {
  const { overs, documents, explained } = await fundingExceptions(ctx, { node: node.code, source: filter.source });
  const towns = await townsOf(ctx, node);
  const townOf = (projectId: number) => towns.get(projectId) ?? { code: "", name: "" };
  const unknown = { sinceOn: null, ageDays: null, documentNo: null, owner: null, explanation: null, explainedBy: null };
  return [
    ...overs.map(({ project, source, stage, overFen }) => ({
      ...unknown,
      ...{
        kind: "over",
        key: `over-${project.id}-${source}-${stage}`,
        project,
        town: townOf(project.id),
        source,
        stage,
        amountFen: overFen,
        state: "open",
      },
    })),
    ...documents.map(({ project, source, stage, documentNo, amountFen }) => ({
      ...unknown,
      ...{ kind: "document", key: `document-${project.id}-${source}-${stage}-${documentNo}`, project, town: townOf(project.id), source, stage },
      ...{ amountFen, documentNo, state: "open" },
    })),
    ...explained.map(({ id, project, town, source, stage, amountFen, onDay, documentNo, explanation, personName }) => ({
      ...{
        kind: "explained",
        key: `posting-${id}`,
        project,
        town,
        source,
        stage,
        amountFen,
        sinceOn: onDay,
        ageDays: daysBetween(onDay, today(ctx)),
      },
      ...{ documentNo, owner: personName, state: "explained", explanation, explainedBy: personName },
    })),
  ];
}

/** How many there are by state, and their money, as the screen counts them: without the rows. */
export async function exceptionCounts(ctx: Ctx, node: Division, filter: ExceptionsExport): Promise<Record<string, number>> {
  const { overs, documents, explained } = await fundingExceptions(ctx, { node: node.code, source: filter.source });
  const sum = (amounts: readonly number[]) => amounts.reduce((all, fen) => all + fen, 0);
  return {
    open: overs.length + documents.length,
    explained: explained.length,
    openFen: sum(overs.map((each) => each.overFen)) + sum(documents.map((each) => each.amountFen)),
    explainedFen: sum(explained.map((each) => each.amountFen)),
  };
}

async function townsOf(ctx: Ctx, node: Division) {
  const rows = await ctx.db
    .select({ id: projects.id, code: divisions.code, name: divisions.shortName })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(within(ctx, node));
  return new Map(rows.map(({ id, ...town }) => [id, town]));
}
