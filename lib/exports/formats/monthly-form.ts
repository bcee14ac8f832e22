import type { WriteSheet } from "hucre/xlsx";
import { stages } from "#db/schema/funding.ts";
import { completenessInWords, type Translate, viewInWords, wordIn } from "#lib/core/columns.ts";
import { localTime } from "#lib/core/dates.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import type { Unit } from "#lib/core/money.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { type Cover, unitIn } from "../rules/cover.ts";
import {
  addedUp,
  cappedOf,
  carriedOf,
  type Measure,
  type Monthly,
  type MonthlyLine,
  rateOf,
} from "../rules/monthly-line.ts";
import { formats, heading } from "./looks.ts";

/** A column of the form; those with a `group` stand below a heading in common. */
export type FormColumn = {
  group?: MessageKey;
  label: MessageKey;
  of: Measure | "rate" | "capped";
  width: number;
};

/** The columns after 序号 and 镇街/村（居）, for sheet and paper alike. Labels are keys. */
export const formColumns: readonly FormColumn[] = [
  { label: "export.monthly.villages", of: "villageCount", width: 7 },
  { label: "export.monthly.posted", of: "posted", width: 7 },
  ...(["monthFen", "operatingFen", "targetFen", "rate", "capped"] as const).map((of) => ({
    group: "export.monthly.income" as const,
    label: `export.monthly.${of}` as const,
    of,
    width: of === "rate" || of === "capped" ? 10.5 : 12,
  })),
  { label: "export.monthly.met", of: "met", width: 7 },
  ...(["projects", "building", "accepted", "producing"] as const).map((of) => ({
    group: "export.monthly.works" as const,
    label: `export.monthly.${of}` as const,
    of,
    width: 6.5,
  })),
  ...lights.map((light) => ({
    group: "export.monthly.lights" as const,
    label: `export.monthly.light.${light}` as const,
    of: light,
    width: 6,
  })),
  ...stages.map((stage) => ({
    group: "export.monthly.moneyMonth" as const,
    label: `funding.stage.${stage}` as const,
    of: `${stage}MonthFen` as const,
    width: 11.5,
  })),
  ...stages.map((stage) => ({
    group: "export.monthly.moneyYear" as const,
    label: `funding.stage.${stage}` as const,
    of: `${stage}Fen` as const,
    width: 12.5,
  })),
];

export const isRate = (of: FormColumn["of"] | undefined): boolean => of === "rate" || of === "capped";

/**
 * Which rows the report is of, as its words choose by it: of approved ones alone, what is reported and waits
 * does not count.
 */
const rowsOf = ({ view }: Monthly) => ({ rows: view.approvedOnly ? "approved" : "all" });
export const labelOf = ({ label }: FormColumn, monthly: Monthly, words: Translate): string =>
  words(label, rowsOf(monthly));

export const monthInWords = (month: string, words: Translate): string =>
  words("export.monthly.month", { year: month.slice(0, 4), month: String(Number(month.slice(5))) });

export const titleOf = ({ node }: Monthly, words: Translate): string =>
  words("export.monthly.title", { place: node.name });

/** A line of the form by its columns; 完成率 in basis points. */
export const valuesOf = (line: MonthlyLine): (number | null)[] =>
  formColumns.map(({ of }) => (of === "rate" ? rateOf(line) : of === "capped" ? cappedOf(line) : line[of]));

/** 合计, of all places. */
export const totalLine = ({ units }: Monthly, words: Translate): MonthlyLine => ({
  code: "",
  name: words("app.total"),
  ...addedUp(units),
});

export const nameOf = (line: MonthlyLine, words: Translate): string =>
  line.name || words("export.monthly.elsewhere");

/** Basis, completeness, moment; what the phases count; the mark of a demonstration. */
export function notesOf(monthly: Monthly, asOf: string, demonstration: boolean, words: Translate): string[] {
  const carried = monthly.units.flatMap((line) => {
    const of = carriedOf(line).map((stage) => words(`funding.stage.${stage}`));
    return of.length > 0 ? [`${nameOf(line, words)} ${of.join(" ")}`] : [];
  });
  return [
    words("export.monthly.look", viewInWords(monthly.view, words)),
    words("export.basis.monthly"),
    words("export.monthly.completeness", {
      complete: completenessInWords(monthly.month, monthly.income, words),
      ...monthly.reports,
    }),
    words("export.monthly.moment", { at: asOf, on: monthly.asOf }),
    words("export.monthly.phases"),
    ...(carried.length > 0
      ? [words("export.monthly.carried", { places: carried.join(words("print.comma")) })]
      : []),
    ...(demonstration ? [words("app.demoBanner")] : []),
  ];
}

const perUnit: Record<Unit, number> = { yuan: 100, wan: 1_000_000, yi: 10_000_000_000, compact: 100 };
const side = { style: "thin", color: { rgb: "8A94A3" } } as const;
const border = { top: side, right: side, bottom: side, left: side };

/**
 * The report in the usual form of such tables: title, unit and month, headings of two rows, lines, sum,
 * notes, signatures.
 */
export function monthlyForm(monthly: Monthly, cover: Cover, words: Translate): WriteSheet {
  const unit = unitIn(cover);
  const width = formColumns.length + 2;
  const blank = () => Array.from<null>({ length: width }).fill(null);
  const across = (text: string) => [text, ...blank().slice(1)];
  const inUnit = (value: number | null, of: FormColumn["of"]) =>
    value === null ? null : isRate(of) ? value / 100 : of.endsWith("Fen") ? value / perUnit[unit] : value;
  const lineOf = (no: number | null, line: MonthlyLine) => [
    no,
    nameOf(line, words),
    ...valuesOf(line).map((value, at) => inUnit(value, formColumns[at]?.of ?? "villageCount")),
  ];
  const groupOf = (at: number) => formColumns[at]?.group;
  const heads = [
    [
      words("export.monthly.no"),
      wordIn(words, "export.monthly.place", monthly.node.level),
      ...formColumns.map((column, at) => {
        if (column.group === undefined) return labelOf(column, monthly, words);
        return column.group === groupOf(at - 1) ? null : words(column.group);
      }),
    ],
    [
      null,
      null,
      ...formColumns.map((column) => (column.group === undefined ? null : labelOf(column, monthly, words))),
    ],
  ];
  const body = [
    ...monthly.units.map((line, at) => lineOf(at + 1, line)),
    lineOf(null, totalLine(monthly, words)),
    ...(monthly.projects.length > 0 ? [across(words("export.monthly.projectLines"))] : []),
    ...monthly.projects.map((line, at) => [
      at + 1,
      `${line.code} ${line.name}`,
      ...lineOf(null, line).slice(2),
    ]),
  ];
  const about = blank() as (string | null)[];
  about[0] = words("export.monthly.unitOf", { place: monthly.path.slice(-2).join("") });
  about[10] = words("export.monthly.monthOf", { month: monthInWords(monthly.month, words) });
  about[width - 5] = words("export.monthly.unit", { unit: words(`unit.${unit}`) });
  const signing = blank() as (string | null)[];
  for (const [at, role] of (["prepared", "reviewed", "approved", "dated"] as const).entries()) {
    signing[at * 7] =
      `${words(role === "prepared" ? "export.monthly.prepared" : `print.sign.${role}`)}${words("app.colon")}`;
  }
  const notes = notesOf(monthly, localTime(cover.asOf), cover.demonstration, words);
  const rows: (string | number | null)[][] = [
    across(titleOf(monthly, words)),
    about,
    ...heads,
    ...body,
    ...notes.map(across),
    blank(),
    signing,
  ];
  const first = 4;
  const total = first + monthly.units.length;
  const afterBody = first + body.length;
  const whole = (at: number) => ({ startRow: at, startCol: 0, endRow: at, endCol: width - 1 });
  const apart = monthly.projects.length > 0 ? [whole(total + 1)] : [];
  return {
    name: words("export.sheet.monthly"),
    columns: [{ width: 5 }, { width: 22 }, ...formColumns.map((column) => ({ width: column.width }))],
    rows,
    cells: cellsOf(),
    merges: [
      whole(0),
      { startRow: 1, startCol: 0, endRow: 1, endCol: 9 },
      { startRow: 1, startCol: 10, endRow: 1, endCol: width - 6 },
      { startRow: 1, startCol: width - 5, endRow: 1, endCol: width - 1 },
      ...headMerges(),
      ...apart,
      ...notes.map((_, at) => whole(afterBody + at)),
      ...[0, 7, 14, 21].map((startCol) => ({
        startRow: rows.length - 1,
        startCol,
        endRow: rows.length - 1,
        endCol: startCol + 6,
      })),
    ],
    rowDefs: new Map([
      [0, { height: 30 }],
      [rows.length - 1, { height: 24 }],
    ]),
    freezePane: { rows: first, columns: 2 },
    pageSetup: {
      paperSize: "a3",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      printTitlesRow: `$1:$${first}`,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6 },
    },
    headerFooter: { oddFooter: `&L${cover.number} · ${cover.sha256.slice(0, 16)}&R&P / &N` },
  };

  function headMerges() {
    const merges = [0, 1].map((column) => ({ startRow: 2, startCol: column, endRow: 3, endCol: column }));
    for (let at = 0; at < formColumns.length; ) {
      const group = groupOf(at);
      const end = group === undefined ? at : formColumns.findLastIndex((column) => column.group === group);
      merges.push({ startRow: 2, startCol: at + 2, endRow: group === undefined ? 3 : 2, endCol: end + 2 });
      at = end + 1;
    }
    return merges;
  }

  function cellsOf(): NonNullable<WriteSheet["cells"]> {
    const cells: NonNullable<WriteSheet["cells"]> = new Map();
    cells.set("0,0", {
      style: { font: { bold: true, size: 18 }, alignment: { horizontal: "center", vertical: "center" } },
    });
    cells.set(`1,10`, { style: { alignment: { horizontal: "center" } } });
    cells.set(`1,${width - 5}`, { style: { alignment: { horizontal: "right" } } });
    for (const row of [2, 3]) {
      for (let column = 0; column < width; column++) {
        const alignment = { horizontal: "center", vertical: "center", wrapText: true } as const;
        cells.set(`${row},${column}`, {
          style: { ...heading, border, alignment },
        });
      }
    }
    for (let row = first; row < afterBody; row++) {
      for (let column = 0; column < width; column++) {
        const of = formColumns[column - 2]?.of;
        const numFmt = isRate(of) ? formats.bp : of?.endsWith("Fen") ? formats.fen : undefined;
        const isSum = row === total || (apart.length > 0 && row === total + 1);
        cells.set(`${row},${column}`, {
          style: { border, ...(numFmt && { numFmt }), ...(isSum && { font: { bold: true } }) },
        });
      }
    }
    for (const at of notes.keys())
      cells.set(`${afterBody + at},0`, { style: { alignment: { wrapText: true }, font: { size: 9 } } });
    return cells;
  }
}
