import { createHash } from "node:crypto";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { requireOpen } from "#lib/periods/queries/gate.ts";
import type { SumLine, Whose } from "../forms/sheet-form.ts";
import { formOf } from "../forms/sheet-forms.ts";
import { type Class, countsOf, type DiffRow } from "../rules/diff.ts";
import { openOf, type Question } from "../rules/questions.ts";
import { rowByRow } from "../rules/rows.ts";
import type { Intake } from "../store/stored.ts";

export type Preview = {
  rows: DiffRow[];
  counts: Record<Class, number>;
  sums: SumLine[];
  /** Why nothing of it can be taken over. */
  closed: Refused | null;
  /**
   * What the file leaves open, answered or not; while one of them is not, nothing of it can be taken over.
   */
  asked: Question[];
  open: Question[];
  /** What the preview is made of, in 16 digits: another one stands for other rows or other values. */
  seen: string;
};

/** What a file means now. `ctx` looks at the present, or joins the transaction that takes the file over. */
export async function previewOf(
  ctx: Ctx,
  { kind, whose, content }: Pick<Intake, "kind" | "whose" | "content">,
): Promise<Preview> {
  if (!content) throw new Error("The file has not been read");
  const { rows, sums, asked: left = [] } = await formOf(kind).judge(ctx, whose, content);
  const asked = [...(content.asked ?? []), ...left];
  const digest = createHash("sha256");
  await rowByRow(rows, (row) =>
    digest.update(
      JSON.stringify([
        row.line,
        row.class,
        row.id,
        row.cells.map((cell) => [cell.field, cell.class, cell.given, cell.now]),
      ]),
    ),
  );
  const seen = digest.digest("hex").slice(0, 16);
  return {
    rows,
    counts: countsOf(rows),
    sums,
    asked,
    open: openOf(asked, content.answers ?? {}),
    closed: await closedBecause(ctx, whose),
    seen,
  };
}

/** Why a town's month takes nothing any more. */
async function closedBecause(ctx: Ctx, { town, month }: Whose): Promise<Refused | null> {
  if (!town || !month) return null;
  try {
    await requireOpen(ctx.db, ctx, town.id, month);
    return null;
  } catch (refused) {
    if (refused instanceof Refused) return refused;
    throw refused;
  }
}
