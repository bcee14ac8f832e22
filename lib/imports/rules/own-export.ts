import type { KeyIn } from "#lib/core/message-keys.ts";
import type { ExportKind } from "#lib/exports/input.ts";
import { type ReadSheet, textOf } from "#lib/spreadsheets/cells.ts";
import { plainHeading } from "#lib/spreadsheets/meaning.ts";
import type { Languages } from "./vocabulary.ts";

type ColumnKey = KeyIn<"export.column">;

// Headings that together only our own exports have.
const marks: Partial<Record<ExportKind, readonly ColumnKey[]>> = {
  income: ["posting", "accountCode", "accountKind", "provenance"],
  projects: ["remedy", "plannedBp", "reportMonth", "provenance"],
  funding: ["posting", "stage", "villages", "provenance"],
  monthly: ["line", "lineCode", "lineName"],
  exceptions: ["exception", "exceptionKey", "ageDays"],
};

/** Which export of ours a file is: a list of what stands, and no form to fill in. */
export function ownExportIn(sheets: readonly ReadSheet[], languages: Languages): ExportKind | undefined {
  const headings = sheets.flatMap(({ rows }) =>
    rows.slice(0, 2).map((row) => new Set(row.map((cell) => plainHeading(textOf(cell))))),
  );
  const isMarked = (keys: readonly ColumnKey[]) =>
    languages.some((words) => {
      const names = keys.map((key) => plainHeading(words(`export.column.${key}`)));
      return headings.some((row) => names.every((name) => row.has(name)));
    });
  return (Object.keys(marks) as ExportKind[]).find((kind) => isMarked(marks[kind] ?? []));
}
