import type { WriteSheet } from "hucre/xlsx";
import { type Column, headingOf, type Translate, wordIn } from "#lib/core/columns.ts";
import { type BalanceLine, rowCount } from "../rules/balance.ts";
import { type Cover, coverLines, totalLabel } from "../rules/cover.ts";
import type { Extract, Total } from "../rules/extract.ts";
import { type Pivot, type PivotRow, withSubtotals } from "../rules/pivot.ts";
import { formats, heading, title, warning } from "./looks.ts";

// The small sheets of a workbook, beside its data: what stands on them is known before the first byte leaves,
// and is what a verification compares.

type Cells = NonNullable<WriteSheet["cells"]>;
type CellValue = string | number | null;

const inUnits = (value: number, kind: Total["kind"]): number => (kind === "fen" ? value / 100 : value);
const bold = (kind: keyof typeof formats) => ({ font: { bold: true }, numFmt: formats[kind] });

/**
 * All sheets of a workbook but its data, and how many of them stand before it: 月报 where there is one, 封面; 明细;
 * 透视, 平衡校验.
 */
export function sheetsFor(
  cover: Cover,
  { pivot, form }: Pick<Extract, "pivot" | "form">,
  sums: { lines: readonly BalanceLine[]; pivot: readonly PivotRow[] },
  words: Translate,
): { sheets: WriteSheet[]; dataAt: number } {
  const before = [...(form ? [form(cover, words)] : []), coverSheet(cover, words)];
  const after = [
    ...(pivot ? [pivotSheet(pivot, sums.pivot, words)] : []),
    balanceSheet(cover, sums.lines, pivot !== null, words),
  ];
  return { sheets: [...before, ...after], dataAt: before.length };
}

/** What the export is: in words, then its totals as numbers. */
export function coverSheet(cover: Cover, words: Translate): WriteSheet {
  const mark = cover.demonstration ? [[words("app.demoBanner")]] : [];
  const totals = cover.totals.map((total) => [
    totalLabel(cover, total, words),
    inUnits(total.value, total.kind),
  ]);
  const rows = [
    [`${words("app.name")} · ${words(`export.kind.${cover.kind}`)}`],
    ...mark,
    ...coverLines(cover, words),
    ...totals,
  ];
  const cells: Cells = new Map([["0,0", { style: title }]]);
  if (cover.demonstration) cells.set("1,0", { style: warning });
  for (const [at, { kind }] of cover.totals.entries()) {
    cells.set(`${rows.length - totals.length + at},1`, {
      style: { ...bold(kind), alignment: { horizontal: "left" } },
    });
  }
  return {
    name: words("export.sheet.cover"),
    columns: [{ width: 24 }, { width: 76, style: { alignment: { wrapText: true, horizontal: "left" } } }],
    rows,
    cells,
    pageSetup: { paperSize: "a4", orientation: "portrait", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

/** The rows summed up, with a subtotal each first head and the sum of all. */
export function pivotSheet(
  { by, measures }: Pivot,
  lines: readonly PivotRow[],
  words: Translate,
): WriteSheet {
  const { rows, total } = withSubtotals(lines);
  const headed = (column: Column, value: CellValue) =>
    value === null || !column.words ? value : wordIn(words, column.words, value);
  const summed = (sums: readonly number[]) => measures.map(({ kind }, at) => inUnits(sums[at] ?? 0, kind));
  const filler = by.slice(1).map(() => null);
  const body: CellValue[][] = rows.map((row) =>
    row.sumOf === undefined
      ? [...by.map((column, at) => headed(column, row.heads[at] ?? null)), ...summed(row.sums)]
      : [subtotalOf(row.sumOf), ...filler, ...summed(row.sums)],
  );
  const cells: Cells = new Map();
  const whole = (at: number, style: object) => {
    for (let column = 0; column < by.length + measures.length; column++)
      cells.set(`${at},${column}`, { style });
  };
  whole(0, heading);
  for (const [at, row] of rows.entries()) if (row.sumOf !== undefined) emphasized(at + 1);
  emphasized(rows.length + 1);
  return {
    name: words("export.sheet.pivot"),
    columns: [
      ...by.map(({ width }) => ({ width })),
      ...measures.map(({ kind }) => ({ width: 17, numFmt: formats[kind] })),
    ],
    rows: [
      [
        ...by.map((column) => headingOf(column, words)),
        ...measures.map(
          ({ label, kind }) => words(label) + (kind === "fen" ? ` (${words("unit.yuan")})` : ""),
        ),
      ],
      ...body,
      [words("app.total"), ...filler, ...summed(total)],
    ],
    cells,
    freezePane: { rows: 1, columns: by.length },
    pageSetup: {
      paperSize: "a4",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: "$1:$1",
    },
  };

  function subtotalOf(value: CellValue): CellValue {
    const first = by[0];
    return `${first ? headed(first, value) : value} ${words("export.pivot.subtotal")}`;
  }
  function emphasized(at: number) {
    whole(at, { font: { bold: true } });
    for (const [column, { kind }] of measures.entries())
      cells.set(`${at},${by.length + column}`, { style: bold(kind) });
  }
}

/** 平衡校验: every control total restated, by numbers and no formula. */
export function balanceSheet(
  cover: Cover,
  lines: readonly BalanceLine[],
  withPivot: boolean,
  words: Translate,
): WriteSheet {
  const about = coverLines(cover, words).filter(([label]) =>
    (["basis", "filter", "asOf", "number"] as const).some((key) => label === words(`export.cover.${key}`)),
  );
  const heads = (
    ["what", "control", "rows", ...(withPivot ? (["pivot"] as const) : []), "apart", "verdict"] as const
  ).map((key) => words(`export.balance.${key}`));
  const cells: Cells = new Map([["0,0", { style: title }]]);
  const top = about.length + 2;
  for (const [at] of heads.entries()) cells.set(`${top},${at}`, { style: heading });
  const rows = lines.map((line, at) => {
    const values = [line.control, line.rows, ...(line.pivot === null ? [] : [line.pivot]), line.apart];
    for (const [column] of values.entries())
      cells.set(`${top + 1 + at},${column + 1}`, { style: { numFmt: formats[line.kind] } });
    return [
      line.key === rowCount ? words("export.cover.rows") : totalLabel(cover, line, words),
      ...values.map((value) => inUnits(value, line.kind)),
      words(line.apart === 0 ? "export.balance.equal" : "export.balance.unequal"),
    ];
  });
  return {
    name: words("export.sheet.balance"),
    columns: [{ width: 34 }, ...heads.slice(1).map(() => ({ width: 22 }))],
    rows: [[words("export.balance.title")], ...about, [], heads, ...rows, [], [words("export.balance.note")]],
    cells,
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}
