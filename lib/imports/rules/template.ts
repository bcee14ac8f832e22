import { type Translate, wordIn } from "#lib/core/columns.ts";
import type { Month } from "#lib/core/dates.ts";
import {
  type Format,
  type PlannedSheet,
  type PlannedWorkbook,
  type Written,
  writeWorkbook,
} from "#lib/spreadsheets/write.ts";
import type { Field, Prefilled } from "../forms/sheet-form.ts";
import type { Monthly } from "../input.ts";
import { markSheet, templateVersion } from "./content.ts";
import type { Value } from "./diff.ts";

/** What a template is made of. */
export type TemplatePlan = {
  kind: Monthly;
  town: { code: string; name: string };
  month: Month;
  fields: readonly Field[];
  rows: readonly Prefilled[];
  emptyRows: number;
};

const formats = {
  amount: "fen",
  percent: "bp",
  day: "day",
  text: "text",
  choice: "text",
} as const satisfies Record<Field["kind"], Format>;

/** What stands above a field's column, its unit named. */
export const headingOf = (field: Field, words: Translate): string => {
  const unit = field.kind === "amount" ? words("unit.yuan") : field.kind === "percent" ? "%" : "";
  return unit === ""
    ? field.heading(words)
    : words("intake.column.withUnit", { heading: field.heading(words), unit });
};

/** A value as a template or a result shows it: names from a list in words. */
export const writtenAs = (field: Field, value: Value, words: Translate): Value =>
  value !== null && field.choices ? wordIn(words, field.choices.words, value) : value;

/**
 * The workbook that a town fills in: its rows under a frozen heading, a sheet that explains them, and unseen
 * what it was made from, so that what changed here meanwhile is found cell by cell.
 */
export function templateOf(plan: TemplatePlan, words: Translate): Promise<Uint8Array> {
  const { kind, town, month, fields, rows, emptyRows } = plan;
  const name = words(`intake.sheet.${kind}`);
  const listOf = (field: Field) =>
    field.choices?.values.map((value) => String(writtenAs(field, value, words))) ?? field.offers;
  const listed = fields.filter((field) => !field.reference && (listOf(field)?.length ?? 0) > 0);
  const cell = (field: Field, value: Value, locked: boolean): Written => ({
    value: writtenAs(field, value, words),
    format: formats[field.kind],
    look: locked || field.identifies || field.reference ? "locked" : "open",
  });
  const data: PlannedSheet = {
    name,
    columns: fields.map((field) => ({ width: field.width, format: formats[field.kind] })),
    rows: [
      fields.map((field) => ({ value: headingOf(field, words), look: "heading", format: "text" })),
      ...rows.map((row) =>
        fields.map((field) => cell(field, row.cells[field.key] ?? null, row.locked === true)),
      ),
      ...Array.from({ length: emptyRows }, () => fields.map((field) => cell(field, null, false))),
    ],
    frozen: { rows: 1, columns: Math.max(1, fields.filter((field) => field.identifies).length) },
    lists: listed.map((field) => {
      const column = fields.indexOf(field);
      return { list: field.key, top: 1, left: column, bottom: rows.length + emptyRows, right: column };
    }),
    protected: true,
  };
  const help: PlannedSheet = {
    name: words("intake.sheet.help"),
    columns: [{ width: 26 }, { width: 84 }],
    rows: [
      [{ value: words("intake.help.title", { town: town.name, month, form: name }), look: "title" }],
      ...(["how", "unit", "empty", "rows", "upload"] as const).map((line): Written[] => [
        { value: words(`intake.help.${line}.name`), look: "note" },
        {
          value: words(
            line === "rows" || line === "empty" ? `intake.help.${line}.${kind}` : `intake.help.${line}.text`,
          ),
          look: "note",
        },
      ]),
      ...fields.map((field): Written[] => [
        { value: headingOf(field, words), look: "note" },
        { value: exampleOf(field, words), look: "note" },
      ]),
    ],
  };
  const workbook: PlannedWorkbook = {
    sheets: [data, help],
    lists: new Map(listed.map((field) => [field.key, listOf(field) ?? []])),
    listsName: words("intake.sheet.lists"),
    hidden: {
      name: markSheet,
      marks: new Map([
        ["version", String(templateVersion)],
        ["kind", kind],
        ["town", town.code],
        ["townName", town.name],
        ["month", month],
        ["sheet", name],
        [
          "headings",
          JSON.stringify(Object.fromEntries(fields.map((field) => [field.key, headingOf(field, words)]))),
        ],
      ]),
      ids: rows.map((row) => [row.key, JSON.stringify(valuesOf(row, fields))]),
    },
  };
  return writeWorkbook(workbook);
}

const valuesOf = (row: Prefilled, fields: readonly Field[]) =>
  Object.fromEntries(
    fields
      .filter((field) => !field.identifies && !field.reference)
      .map((field) => [field.key, row.cells[field.key] ?? null]),
  );

/** How a column is filled in, with an example. */
function exampleOf(field: Field, words: Translate): string {
  if (field.identifies || field.reference) return words("intake.help.locked");
  if (field.choices || field.offers) return words("intake.help.choice");
  return words(`intake.help.${field.kind}`);
}

/** 莲花镇-2016年12月-收入填报表.xlsx, in the words of the reader. */
export const templateName = (
  { kind, town, month }: Pick<TemplatePlan, "kind" | "town" | "month">,
  words: Translate,
): string =>
  words("intake.fileName.template", {
    town: town.name,
    year: month.slice(0, 4),
    month: String(Number(month.slice(5))),
    form: words(`intake.sheet.${kind}`),
  });
