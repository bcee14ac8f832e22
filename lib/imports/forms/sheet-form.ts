import type { IntakeKind } from "#db/schema/intake.ts";
import { type Translate, wordIn } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import type { KeyIn, MessageKey, Namespace } from "#lib/core/message-keys.ts";
import type { TownPlace } from "#lib/income/store/postings.ts";
import type { DiffRow, FileRow, Sentence, Value } from "../rules/diff.ts";
import type { Answers, Question } from "../rules/questions.ts";
import type { StoredGrid } from "../rules/stored-sheet.ts";

/**
 * How a field's cell is read: an amount in fen, a percentage in basis points, a day, a text, a name from a
 * list.
 */
export type FieldKind = "amount" | "percent" | "day" | "text" | "choice";

/** A column of a form, whoever made the sheet. */
export type Field = {
  key: string;
  kind: FieldKind;
  /** What the template writes above it, in the reader's language; the unit follows. */
  heading: (words: Translate) => string;
  /** What else sheets call it, in either language. */
  names: readonly string[];
  /** Of a choice: its values and where their words stand. */
  choices?: { values: readonly string[]; words: Namespace; also?: Record<string, string> } | undefined;
  /** In characters. */
  width: number;
  /** Says which row it is: never a value to write. */
  identifies?: true;
  /** Stands in the template to be read by people alone. */
  reference?: true;
  /** What questions and notes call it, where a heading needs words: "501 经营收入". */
  label?: string;
  labelEn?: string;
  /** Why what stands in this column may never be entered: it stands in no template and is read from none. */
  never?: Sentence;
  /** A day of which only the month is said means its first or its last. */
  monthMeans?: "first" | "last";
  /** A list of the template that is no list of the product: the town's projects. */
  offers?: readonly string[];
};

/**
 * A text field whose heading stands among the words of columns under its own key; `more` says what is
 * otherwise.
 */
export function fieldOf(
  key: KeyIn<"intake.column">,
  names: readonly string[],
  width: number,
  more?: Partial<Field>,
): Field;
export function fieldOf(
  key: string,
  names: readonly string[],
  width: number,
  more: Partial<Field> & Pick<Field, "heading">,
): Field;
export function fieldOf(
  key: string,
  names: readonly string[],
  width: number,
  more: Partial<Field> = {},
): Field {
  return {
    key,
    kind: "text",
    heading: (words) => wordIn(words, "intake.column", key),
    names,
    width,
    ...more,
  };
}

/**
 * A row of a template as it is handed out: what stands in its cells, which is also what the file remembers
 * that it was made from.
 */
export type Prefilled = { key: string; cells: Record<string, Value>; locked?: true };

/**
 * A sum of the file beside what stands and what would stand: `name` in both languages, or the key of its
 * words.
 */
export type SumLine = {
  name: { zh: string; en: string } | { key: MessageKey };
  fileFen: number;
  nowFen: number;
  afterFen: number /** Of `nowFen` what no file can hold: portions of receipts. */;
  sharedFen?: number;
};

/** What was read of a file, as it is kept. Of no language: its sentences are keys. */
export type Content = {
  /** `template`: with what it was made from; `bare`: a template that lost it; `own`: a sheet of their own. */
  origin: "template" | "bare" | "own";
  notes: Sentence[];
  sheet: string;
  columns: { field: string; heading: string; column: number }[];
  rows: FileRow[];
  /** By key of the row. */
  base?: Record<string, Record<string, Value>>;
  /**
   * Of a district's own sheet: what it holds as it lies in the file. Until its columns are named, there are
   * no `columns` and no `rows`.
   */
  toMap?: StoredSheet;
  /** What reading it left open, answered or not, and the sheets to read again by other answers. */
  asked?: Question[];
  source?: StoredGrid[];
  /** What was answered, of this file or of one before. */
  answers?: Answers;
};
/** A sheet whose columns are to be named. */
export type StoredSheet = StoredGrid & {
  /** Its heading, from 0. */
  headingRow: number;
  /** Which column seems to be which field. */
  guesses: Record<string, number>;
};

/** Whose file it is, and of when. */
export type Whose = { town: TownPlace | null; month: Month | null };

/** `asked`: what the rows leave open beside what reading them did. */
export type RowDiff = { rows: DiffRow[]; sums: SumLine[]; asked?: Question[] };

/**
 * What a kind of file is: its columns, what a template of it holds, what a file of it means, and how that is
 * taken over.
 */
export type Form = {
  kind: IntakeKind;
  fields(ctx: Ctx, whose: Whose): Promise<Field[]>;
  /** Columns that are known and never read: money that is no income. */
  never?(ctx: Ctx, whose: Whose): Promise<Field[]>;
  prefill?(ctx: Ctx, whose: Whose): Promise<{ rows: Prefilled[]; emptyRows: number }>;
  judge(ctx: Ctx, whose: Whose, content: Content): Promise<RowDiff>;
  /** Writes what the rows say through the product's own commands, in the transaction that `ctx` joins. */
  take(ctx: Ctx, whose: Whose, rows: readonly DiffRow[], reason: string): Promise<void>;
  /** Does taking these rows over need a reason? */
  needsReason(rows: readonly DiffRow[]): boolean;
};
