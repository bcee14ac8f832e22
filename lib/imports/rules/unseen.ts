import type { KeyIn } from "#lib/core/message-keys.ts";
import { lettersOf, textOf } from "#lib/spreadsheets/cells.ts";
import type { Table, TableRow } from "#lib/spreadsheets/sheet-table.ts";
import { saysNothing } from "#lib/spreadsheets/values.ts";
import type { Field } from "../forms/sheet-form.ts";
import { type About, amountsIn, listed } from "./about.ts";
import type { Sentence } from "./diff.ts";
import { choice, keyOf, says } from "./questions.ts";

/**
 * Rows and columns that are hidden or struck through, and amounts over several rows: each named, to be read
 * or left out.
 */
export function askedOfUnseen(
  about: About,
  table: Table,
  notes: Sentence[],
): (row: TableRow, key?: string) => boolean {
  const { sheet, asking, fields } = about;
  const left = new Set<string>();
  const values = fields.filter(
    (field) => !field.identifies && !field.reference && table.columns.has(field.key),
  );
  const says_ = (row: TableRow) => values.some((field) => !saysNothing(row.cells.get(field.key)));
  const nameOf = (row: TableRow) => {
    const named = fields.find(
      (field) =>
        field.identifies &&
        field.key !== "code" &&
        field.key !== "id" &&
        !saysNothing(row.cells.get(field.key)),
    );
    return named ? textOf(row.cells.get(named.key)) : "";
  };
  const ask = (kind: KeyIn<"intake.ask">, places: string[], keys: string[], remembered = false) => {
    if (places.length === 0) return;
    const answer = asking.answer({
      key: keyOf(kind, ...places),
      says: says(kind, { count: places.length, places: listed(places) }),
      choices: [choice("take", "takeThem"), choice("leave", "leaveThem")],
      remembered,
    });
    if (answer === "leave") {
      for (const key of keys) left.add(key);
      notes.push({ key: "intake.note.leftOut", values: { places: listed(places) } });
    }
  };
  const rowsOf = (numbers: ReadonlySet<number>) =>
    table.rows.filter((row) => numbers.has(row.number - 1) && says_(row));
  const placesOf = (rows: TableRow[]) => rows.map((row) => `${row.number} ${nameOf(row)}`.trim());
  const hidden = rowsOf(new Set(sheet.unseen?.rows ?? []));
  ask(
    "hiddenRows",
    placesOf(hidden),
    hidden.map((row) => `${row.number}`),
  );
  const columns = new Set(values.flatMap((field) => table.columns.get(field.key)?.column ?? []));
  const named = new Set([
    ...columns,
    ...fields
      .filter((field) => field.identifies)
      .flatMap((field) => table.columns.get(field.key)?.column ?? []),
  ]);
  const struckAt = (sheet.unseen?.struck ?? []).filter(([, column]) => named.has(column)).map(([row]) => row);
  const struck = rowsOf(new Set(struckAt)).filter((row) => !hidden.includes(row));
  ask(
    "struckRows",
    placesOf(struck),
    struck.map((row) => `${row.number}`),
  );
  const unseen = new Set(sheet.unseen?.columns ?? []);
  const away = values.filter(
    (field) =>
      unseen.has(table.columns.get(field.key)?.column ?? -1) &&
      table.rows.some((row) => !saysNothing(row.cells.get(field.key))),
  );
  const headingOf = (field: Field) =>
    `${lettersOf(table.columns.get(field.key)?.column ?? 0)} ${table.columns.get(field.key)?.text ?? ""}`;
  ask(
    "hiddenColumns",
    away.map(headingOf),
    away.map((field) => `.${field.key}`),
    true,
  );
  const amounts = new Map(
    amountsIn(about, table).map((field) => [table.columns.get(field.key)?.column ?? -1, field.key]),
  );
  const merged = sheet.merges.filter(
    (merge) => merge.bottom > merge.top && merge.left === merge.right && amounts.has(merge.left),
  );
  const over = merged.filter((merge) =>
    table.rows.some(
      (row) => row.number - 1 === merge.top && !saysNothing(row.cells.get(amounts.get(merge.left) ?? "")),
    ),
  );
  for (const merge of over) {
    const covered = table.rows.filter(
      (row) => row.number - 1 >= merge.top && row.number - 1 <= merge.bottom && nameOf(row) !== "",
    );
    if (covered.length < 2) continue;
    const place = `${lettersOf(merge.left)}${merge.top + 1}:${lettersOf(merge.right)}${merge.bottom + 1}`;
    const first = covered[0] as TableRow;
    const key = amounts.get(merge.left) ?? "";
    const values_ = {
      at: place,
      amount: first.cells.get(key)?.shown ?? "",
      names: listed(covered.map(nameOf)),
      first: nameOf(first),
    };
    const answer = asking.answer({
      key: keyOf("merged", place, values_.amount, values_.names),
      says: says("merged", values_),
      choices: [choice("first", "allToFirst", { first: values_.first }), choice("leave", "leaveThem")],
      remembered: false,
    });
    if (answer !== "first") for (const row of covered) left.add(`${row.number}.${key}`);
  }
  return (row, key) =>
    left.has(`${row.number}`) ||
    (key !== undefined && (left.has(`.${key}`) || left.has(`${row.number}.${key}`)));
}
