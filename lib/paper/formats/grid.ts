import { unitBehind, withUnit } from "#lib/core/money.ts";
import type { Light } from "#lib/projects/rules/lights.ts";
import { type Canvas, ink, lineOf, type TextStyle } from "./canvas.ts";

/** A cell: text, or a light with its word. */
export type Cell = string | { light: Light; word: string };
export type GridColumn = { label: string; width: number; align?: TextStyle["align"]; most?: number };
export type GridRow = { cells: readonly Cell[]; bold?: boolean; note?: string };

const size = 7.6;
const pad = 1;

/** The heading of a part of a card. @returns its height. */
export function heading(pen: Canvas, x: number, y: number, width: number, text: string, note = ""): number {
  pen.rect(x, y + 0.9, 1.1, 3.2, { fill: ink.text });
  const own = pen.width(text, { size: 9.5, bold: true });
  pen.text(text, x + 2.4, y + 0.3, own + 0.5, { size: 9.5, bold: true });
  if (note)
    pen.text(note, x + own + 6, y + 0.75, width - own - 6, { size: 7.2, colour: ink.soft, align: "right" });
  return 5.8;
}

/**
 * A small table with a head; columns share `width` by their own widths. A row's `note` has a line of its own
 * below it. Draws only as many rows as `room` holds. @returns height, and how many rows there was no room
 * for.
 */
export function grid(
  pen: Canvas,
  x: number,
  y: number,
  width: number,
  columns: readonly GridColumn[],
  rows: readonly GridRow[],
  room = Number.POSITIVE_INFINITY,
): { height: number; left: number } {
  const sum = columns.reduce((all, column) => all + column.width, 0);
  let at = x;
  const places = columns.map((column, index) => {
    const own = (column.width * width) / sum;
    at += own;
    // Digits that end where the next column's words begin need air between.
    const apart =
      column.align === "right" && index + 1 < columns.length && columns[index + 1]?.align !== "right"
        ? 2.5
        : 0;
    return { x: at - own + pad, width: own - 2 * pad - apart };
  });
  const headHeight = 5.2;
  pen.rect(x, y, width, headHeight, { fill: ink.band });
  for (const [index, column] of columns.entries()) {
    const place = places[index];
    if (place)
      pen.text(column.label, place.x, y + 0.9, place.width, {
        size: 7.2,
        bold: true,
        colour: ink.soft,
        align: column.align ?? "left",
      });
  }
  pen.line(x, y + headHeight, x + width, y + headHeight, { weight: 0.3, colour: ink.text });
  let top = y + headHeight;
  for (const [index, row] of rows.entries()) {
    const texts = row.cells.map((cell, column) =>
      typeof cell === "string"
        ? pen.lines(
            cell,
            places[column]?.width ?? 1,
            { size, bold: row.bold ?? false },
            columns[column]?.most ?? 1,
          )
        : [],
    );
    const noted = row.note ? pen.lines(row.note, width - 6, { size: 7 }, 2) : [];
    const cellHeight = Math.max(1, ...texts.map((lines) => lines.length)) * lineOf(size) + 1.4;
    const height = cellHeight + noted.length * lineOf(7) + (noted.length > 0 ? 0.6 : 0);
    if (top + height - y > room) return { height: top - y, left: rows.length - index };
    if (row.bold) pen.rect(x, top, width, height, { fill: ink.fill });
    for (const [column, cell] of row.cells.entries()) {
      const place = places[column];
      if (!place) continue;
      if (typeof cell === "string")
        pen.block(texts[column] ?? [], place.x, top + 0.7, place.width, {
          size,
          bold: row.bold ?? false,
          align: columns[column]?.align ?? "left",
        });
      else pen.lightWord(cell.light, cell.word, place.x, top + 0.7, place.width, { size });
    }
    pen.block(noted, x + 4, top + cellHeight - 0.3, width - 6, { size: 7, colour: ink.soft });
    top += height;
    pen.line(x, top, x + width, top, { weight: 0.12 });
  }
  return { height: top - y, left: 0 };
}

/** Label and value in pairs, `across` of them in a line. @returns their height. */
export function pairs(
  pen: Canvas,
  x: number,
  y: number,
  width: number,
  across: number,
  given: readonly (readonly [string, string])[],
): number {
  const own = width / across;
  let top = y;
  for (let at = 0; at < given.length; at += across) {
    const row = given.slice(at, at + across);
    const labelWidth = 21;
    const values = row.map(([, value]) => pen.lines(value || "—", own - labelWidth - 3, { size: 8 }, 2));
    const height = Math.max(1, ...values.map((lines) => lines.length)) * lineOf(8) + 1.3;
    for (const [index, [label]] of row.entries()) {
      const left = x + index * own;
      pen.text(label, left, top + 0.3, labelWidth - 1, { size: 7.4, colour: ink.soft });
      pen.block(values[index] ?? [], left + labelWidth, top + 0.2, own - labelWidth - 2, { size: 8 });
    }
    top += height;
  }
  return top - y;
}

/** Large numbers in boxes beside each other. @returns their height. */
export function numbers(
  pen: Canvas,
  x: number,
  y: number,
  width: number,
  given: readonly { label: string; value: string; unit?: string; note?: string; strong?: boolean }[],
): number {
  const gap = 2.5;
  const own = (width - gap * (given.length - 1)) / given.length;
  const height = 17;
  for (const [at, { unit: unitName, ...said }] of given.entries()) {
    const unit = unitBehind(unitName ?? "");
    const each = {
      ...said,
      unit,
      value: unitName && !unit && said.value !== "—" ? withUnit(said.value, unitName) : said.value,
    };
    const left = x + at * (own + gap);
    pen.rect(left, y, own, height, { stroke: ink.line, weight: each.strong ? 0.5 : 0.2 });
    pen.text(each.label, left + 2, y + 1.4, own - 4, { size: 7.4, colour: ink.soft });
    const style = { size: 14, bold: true };
    const unitWidth = each.unit ? pen.width(each.unit, { size: 7.4 }) + 1 : 0;
    const wanted = Math.min(pen.width(each.value, style), own - 4 - unitWidth);
    pen.text(each.value, left + 2, y + 5, wanted + 0.2, style);
    if (each.unit)
      pen.text(each.unit, left + 2.8 + wanted, y + 7.2, unitWidth + 1, { size: 7.4, colour: ink.soft });
    if (each.note) pen.text(each.note, left + 2, y + 12.2, own - 4, { size: 7, colour: ink.soft });
  }
  return height;
}
