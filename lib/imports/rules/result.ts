import type { Translate } from "#lib/core/columns.ts";
import type { KeyIn } from "#lib/core/message-keys.ts";
import { type PlannedSheet, type Written, writeWorkbook } from "#lib/spreadsheets/write.ts";
import type { Field } from "../forms/sheet-form.ts";
import type { Intake } from "../store/stored.ts";
import { changedBy, type DiffRow, type Sentence } from "./diff.ts";

/** A sentence in the reader's language. */
export type Say = (sentence: Sentence) => string;

/** What is wrong with a row or kept it back, cell by cell, each place named. */
export function problemsOf(row: DiffRow, say: Say): string[] {
  const cells = row.cells.flatMap((cell) => {
    if (cell.problem) return [atCell(cell.at, say(cell.problem))];
    return cell.class === "conflict" ? [atCell(cell.at, say(changedBy(cell)))] : [];
  });
  return [...(row.problem ? [say(row.problem)] : []), ...cells];
}
/** A place is named once: some sentences begin with it. */
const atCell = (at: string, text: string) => (at === "" || text.startsWith(at) ? text : `${at}：${text}`);

/** What became of a row, as a key under `intake.result`. */
export const becameOf = (row: DiffRow, taken: ReadonlySet<number> | null): KeyIn<"intake.result"> =>
  taken?.has(row.line)
    ? "taken"
    : row.class === "same" || row.class === "error" || row.class === "foreign"
      ? row.class
      : taken
        ? "left"
        : row.class;

/** The rows of a file as they were sent, each with what became of it and what is wrong with it. */
export function resultOf(
  { intake, fields, rows }: { intake: Intake; fields: readonly Field[]; rows: readonly DiffRow[] },
  words: Translate,
  say: Say,
): Promise<Uint8Array> {
  const taken = intake.outcome ? new Set(intake.outcome.taken) : null;
  const sent = new Map(intake.content?.rows.map((row) => [row.line, row.cells]));
  const columns = fields.filter(
    (field) => intake.content?.columns.some((column) => column.field === field.key) && !field.reference,
  );
  const heading = (value: string): Written => ({ value, look: "heading" });
  const sheet: PlannedSheet = {
    name: intake.content?.sheet.slice(0, 31) || words("intake.sheet.result"),
    columns: [
      { width: 7 },
      ...columns.map((field) => ({ width: field.width, format: "text" as const })),
      { width: 14 },
      { width: 70 },
    ],
    frozen: { rows: 1, columns: 1 },
    rows: [
      [
        heading(words("intake.column.line")),
        ...columns.map((field) =>
          heading(intake.content?.columns.find((column) => column.field === field.key)?.heading ?? field.key),
        ),
        heading(words("intake.column.result")),
        heading(words("intake.column.problem")),
      ],
      ...rows.map((row): Written[] => {
        const cells = sent.get(row.line) ?? {};
        const bad = new Set(
          row.cells
            .filter((cell) => cell.class === "error" || cell.class === "conflict")
            .map((cell) => cell.field),
        );
        return [
          { value: row.line, format: "count" },
          ...columns.map(
            (field): Written => ({
              value: cells[field.key]?.shown ?? "",
              format: "text",
              ...(bad.has(field.key) && { look: "error" as const }),
            }),
          ),
          { value: words(`intake.result.${becameOf(row, taken)}`), format: "text" },
          {
            value: problemsOf(row, say).join("\n"),
            format: "text",
            ...(row.problem || bad.size > 0 ? { look: "error" as const } : {}),
          },
        ];
      }),
    ],
  };
  return writeWorkbook({ sheets: [sheet] });
}
