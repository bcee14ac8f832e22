import type { Source, Stage } from "#db/schema/index.ts";
import type { Translate } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { type Exception, exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import type { ExceptionsExport } from "../input.ts";

/** A funding exception as a file lists it. What is not known of it is `null`. */
export type ExceptionRow = {
  kind: string;
  /** Names it for good: the same exception has the same key in every file. */
  key: string;
  project: { id: number; number: string; name: string };
  town: { code: string; name: string };
  source: Source | null;
  stage: Stage | null;
  amountFen: number;
  sinceOn: Day;
  ageDays: number;
  documentNo: string;
  owner: string;
  state: string;
  explanation: string;
  explainedBy: string;
};

export const exceptionStates = ["open", "explained"] as const;

/**
 * The exceptions of a filter, in the order of the screen: the one place that knows what `lib/funding` makes
 * of them.
 */
export async function exceptionRows(
  ctx: Ctx,
  node: Division,
  filter: ExceptionsExport,
  words: Translate,
): Promise<ExceptionRow[]> {
  const { rows } = await exceptionsOf(ctx, { node: node.code, source: filter.source });
  return rows.map(
    ({
      kind,
      key,
      project,
      town,
      source,
      stage,
      amountFen,
      sinceOn,
      ageDays,
      documentNo,
      owner,
      state,
      ...said
    }) => ({
      kind,
      key: `${kind} ${key}`,
      project,
      town,
      source,
      stage,
      amountFen,
      sinceOn,
      ageDays,
      documentNo,
      state,
      owner: ownerInWords(owner, town.name, words),
      explanation: said.explanation,
      explainedBy: said.explainedBy,
    }),
  );
}

const ownerInWords = ({ side, person }: Exception["owner"], town: string, words: Translate) =>
  person?.name ?? (side === "office" ? words("role.office") : town);

/** How many there are by state, as the screen counts them, and their money. */
export async function exceptionCounts(
  ctx: Ctx,
  node: Division,
  filter: ExceptionsExport,
): Promise<Record<string, number>> {
  const { rows, counts } = await exceptionsOf(ctx, { node: node.code, source: filter.source });
  const sum = (state: string) =>
    rows.reduce((all, each) => all + (each.state === state ? each.amountFen : 0), 0);
  return {
    open: counts.openCount,
    explained: counts.explainedCount,
    openFen: sum("open"),
    explainedFen: sum("explained"),
  };
}
