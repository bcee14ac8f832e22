import type { Column, Row } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import { monthlyForm } from "../formats/monthly-form.ts";
import type { MonthlyExport } from "../input.ts";
import { type Control, type Extract, type Preview, summed, type Total } from "../rules/extract.ts";
import {
  cappedOf,
  type Measure,
  type Monthly,
  type MonthlyLine,
  measures,
  rateOf,
} from "../rules/monthly-line.ts";
import { monthlyOf } from "./monthly.ts";

const kindOf = (measure: Measure): Total["kind"] => (measure.endsWith("Fen") ? "fen" : "count");
const columns: readonly Column[] = [
  { key: "line", kind: "text", words: "export.monthly.line", width: 10 },
  { key: "lineCode", kind: "text", width: 15 },
  { key: "lineName", kind: "text", width: 24 },
  ...measures.flatMap((measure): Column[] => {
    const column: Column = { key: measure, kind: kindOf(measure), width: kindOf(measure) === "fen" ? 18 : 9 };
    if (measure === "targetFen") return [column, { key: "rateBp", kind: "bp", width: 10 }];
    return measure === "attainedFen" ? [column, { key: "cappedBp", kind: "bp", width: 10 }] : [column];
  }),
];

const basis = "export.basis.monthly";
const none = (): Total[] => measures.map((key) => ({ key, kind: kindOf(key), value: 0 }));

/**
 * The monthly report as an export: the form that people know in front, its lines as data, and its sums
 * against the board's.
 */
export async function monthlyExtract(ctx: Ctx, filter: MonthlyExport): Promise<Extract> {
  const monthly = await monthlyOf(ctx, filter);
  const { node, month, units, projects } = monthly;
  const rowOf =
    (line: "unit" | "project") =>
    ({ code, name, ...figures }: MonthlyLine): Row => ({
      line,
      lineCode: code,
      lineName: name,
      ...figures,
      rateBp: rateOf(figures),
      cappedBp: cappedOf(figures),
    });
  const rows = [...units.map(rowOf("unit")), ...projects.map(rowOf("project"))];
  return {
    node,
    basis,
    columns,
    also: { month },
    async *stretches() {
      yield rows;
    },
    add: (totals, added) =>
      summed(totals.length > 0 ? totals : none(), added, (row, { key }) =>
        row.line === "unit" ? Number(row[key] ?? 0) : 0,
      ),
    pivot: null,
    form: (cover, words) => monthlyForm(monthly, cover, words),
    control: () => controlOf(monthly),
  };
}

async function controlOf({ units, projects, control }: Monthly): Promise<Control> {
  const figures = await control();
  return {
    rows: units.length + projects.length,
    totals: none().map((total) => ({ ...total, value: figures[total.key as Measure] })),
  };
}

export async function monthlyPreview(ctx: Ctx, filter: MonthlyExport): Promise<Preview> {
  const monthly = await monthlyOf(ctx, filter);
  return { node: monthly.node, basis, ...(await controlOf(monthly)) };
}
