import { desc, eq } from "drizzle-orm";
import { divisions, intakes } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { lettersOf } from "#lib/spreadsheets/cells.ts";
import type { Content, Field } from "../forms/sheet-form.ts";
import { formOf } from "../forms/sheet-forms.ts";
import type { PreviewFilter } from "../input.ts";
import { countsOf, type DiffRow, isTakeable } from "../rules/diff.ts";
import { progressOf } from "../store/reading.ts";
import { headingsOf, samplesOf } from "../store/register-file.ts";
import { type Intake, requireIntake } from "../store/stored.ts";
import { type Preview, previewOf } from "./import-preview.ts";

/** Where a file stands; `interrupted`: its reading ended with the server, and nobody will go on. */
export type State = Intake["state"] | "interrupted";
const stateOf = (row: { id: number; state: Intake["state"] }): State =>
  row.state === "reading" && !progressOf(row.id) ? "interrupted" : row.state;

export type IntakeLine = {
  id: number;
  kind: Intake["kind"];
  town: string | null;
  month: string | null;
  fileName: string;
  state: State;
  rows: number;
  createdAt: string;
  updatedAt: string;
};

const mostLines = 100;

/** The files that one sent in, newest first. */
export async function ownIntakes(ctx: Ctx): Promise<IntakeLine[]> {
  authorize(ctx.actor, "intake.upload");
  const rows = await ctx.db
    .select({ intake: intakes, town: divisions.shortName })
    .from(intakes)
    .leftJoin(divisions, eq(divisions.id, intakes.townId))
    .where(eq(intakes.personId, ctx.actor.id ?? 0))
    .orderBy(desc(intakes.id))
    .limit(mostLines);
  return rows.map(
    ({ intake: { id, kind, month, fileName, rows: count, createdAt, updatedAt, state }, town }) => ({
      id,
      kind,
      month,
      fileName,
      createdAt,
      updatedAt,
      town,
      rows: count,
      state: stateOf({ id, state }),
    }),
  );
}

/** How far a file is, for a page that waits for it. @throws {NotFound} for another's */
export async function intakeProgress(ctx: Ctx, id: number): Promise<{ state: State; rows: number }> {
  authorize(ctx.actor, "intake.upload");
  const intake = await requireIntake(ctx.db, ctx, id);
  return { state: stateOf(intake), rows: progressOf(id)?.rows ?? intake.rows };
}

export const previewPageRows = 200;

export type IntakePage = {
  intake: Intake;
  state: State;
  /** Rows read so far, while it is read. */
  read: number;
  fields: Field[];
  /**
   * Of a district's own sheet: its columns, what each seems to be or was said to be, and a few of its values.
   */
  columns: { heading: string; letters: string; samples: string[]; field: string | undefined }[] | null;
  /** What the file means now; none while it is read or after it was refused or given up. */
  preview:
    | (Preview & { page: DiffRow[]; shown: number; takeable: { byDefault: number; conflicts: number } })
    | null;
};

/** A file with what it means now, a page of its rows at a time. @throws {NotFound} for another's */
export async function intakePage(ctx: Ctx, id: number, filter: PreviewFilter): Promise<IntakePage> {
  authorize(ctx.actor, "intake.upload");
  const intake = await requireIntake(ctx.db, ctx, id);
  const state = stateOf(intake);
  const page: IntakePage = {
    intake,
    state,
    read: progressOf(id)?.rows ?? intake.rows,
    fields: [],
    columns: null,
    preview: null,
  };
  if (state === "ready" && intake.content?.toMap) {
    page.columns = columnsOf(intake.content);
    page.fields = await formOf(intake.kind).fields(ctx, intake.whose);
  }
  if (!intake.content || isUnmapped(intake.content) || (state !== "ready" && state !== "confirmed"))
    return page;
  const preview = await judged(ctx, intake);
  const shown = filter.class ? preview.rows.filter((row) => row.class === filter.class) : preview.rows;
  const from = (filter.page - 1) * previewPageRows;
  const conflicts = preview.counts.conflict;
  return {
    ...page,
    fields: await formOf(intake.kind).fields(ctx, intake.whose),
    preview: {
      ...preview,
      page: shown.slice(from, from + previewPageRows),
      shown: shown.length,
      takeable: { byDefault: preview.rows.filter(isTakeable).length - conflicts, conflicts },
    },
  };
}

function columnsOf({ toMap, columns }: Content): NonNullable<IntakePage["columns"]> {
  if (!toMap) return [];
  const said = new Map(columns.map(({ field, column }) => [column, field]));
  const guessed = new Map(Object.entries(toMap.guesses).map(([field, at]) => [at, field]));
  return headingsOf(toMap).map((heading, at) => ({
    heading,
    letters: lettersOf(at),
    samples: samplesOf(toMap, at),
    field: columns.length > 0 ? said.get(at) : guessed.get(at),
  }));
}

/** A sheet whose columns nobody has named yet. */
export const isUnmapped = (content: Content): boolean =>
  content.toMap !== undefined && content.columns.length === 0;

/** What the file means now; of one that was taken over, what it meant then. */
async function judged(ctx: Ctx, intake: Intake): Promise<Preview> {
  if (!intake.outcome) return previewOf(ctx, intake);
  const { rows } = intake.outcome;
  return { rows, counts: countsOf(rows), sums: [], asked: [], open: [], closed: null, seen: "" };
}

/**
 * A file and all its rows, for the file that goes back.
 * @throws {Refused} `intake.over` where there are none
 */
export async function intakeResult(
  ctx: Ctx,
  id: number,
): Promise<{ intake: Intake; fields: Field[]; rows: DiffRow[] }> {
  authorize(ctx.actor, "intake.upload");
  const intake = await requireIntake(ctx.db, ctx, id);
  if (
    !intake.content ||
    isUnmapped(intake.content) ||
    (intake.state !== "ready" && intake.state !== "confirmed")
  )
    throw new Refused("intake.over", { state: intake.state });
  const { rows } = await judged(ctx, intake);
  return { intake, rows, fields: await formOf(intake.kind).fields(ctx, intake.whose) };
}
