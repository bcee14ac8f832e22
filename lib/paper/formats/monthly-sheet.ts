import { type Translate, wordIn } from "#lib/core/columns.ts";
import { formatFen, type Unit } from "#lib/core/money.ts";
import {
  type FormColumn,
  formColumns,
  isRate,
  labelOf,
  monthInWords,
  nameOf,
  notesOf,
  titleOf,
  totalLine,
  valuesOf,
} from "#lib/exports/formats/monthly-form.ts";
import type { Monthly, MonthlyLine } from "#lib/exports/rules/monthly-line.ts";
import { flowed, type Piece } from "../rules/flow.ts";
import { nameOn } from "../rules/sentences.ts";
import { landscape, type Size } from "../rules/sizes.ts";
import { type Canvas, ink } from "./canvas.ts";
import { foot, footHeight, headline, type Stamp } from "./frame.ts";

type Look = { unit: Unit; size: Size };
type Drawn = Piece & { draw: (y: number) => void };

const nameWidth = 34;
const headHeight = 11;
const size = 7.2;

/**
 * 月报 on as many sheets as it needs, the headings again on each: the columns and figures of the workbook's
 * form.
 */
export function drawMonthly(
  pen: Canvas,
  monthly: Monthly,
  { unit, size: paper }: Look,
  words: Translate,
  stamp: Stamp,
): void {
  const sheet = landscape(paper);
  const margin = paper === "A4" ? 7 : 10;
  const width = sheet.width - 2 * margin;
  const places = placed(width);
  const rowHeight = paper === "A4" ? 5 : 6;
  const line = (no: string, name: string, each: MonthlyLine, bold = false): Drawn => ({
    height: rowHeight,
    draw: (y) => {
      if (bold) pen.rect(0, y, width, rowHeight, { fill: ink.fill });
      const at = y + (rowHeight - 3.3) / 2;
      pen.text(no, 0.5, at, noWidth - 1, { size, bold, align: "center" });
      pen.text(name, noWidth + 1, at, nameWidth - 2, { size, bold });
      for (const [index, value] of valuesOf(each).entries()) {
        const { x, width: own, column } = places.columns[index] as Place;
        pen.text(shown(value, column, each, unit), x + 0.5, at, own - 1, { size, bold, align: "right" });
      }
      pen.line(0, y + rowHeight, width, y + rowHeight, { weight: 0.12 });
    },
  });
  const pieces: Drawn[] = [
    ...monthly.units.map((each, at) => line(String(at + 1), nameOf(each, words), each)),
    line("", words("app.total"), totalLine(monthly, words), true),
    ...(monthly.projects.length > 0
      ? [
          {
            height: rowHeight,
            leads: true,
            draw: (y: number) =>
              pen.text(
                words("export.monthly.projectLines"),
                noWidth + 1,
                y + (rowHeight - 3.3) / 2,
                nameWidth - 2,
                { size, bold: true },
              ),
          },
        ]
      : []),
    ...monthly.projects.map((each, at) => line(String(at + 1), `${each.code} ${each.name}`, each)),
  ];
  const titleHeight = 15;
  const room = sheet.height - 2 * margin - titleHeight - headHeight - footHeight;
  const pages = flowed<Drawn>(pieces, room) as Drawn[][];
  const facts = [
    words("export.monthly.unitOf", { place: nameOn(words, monthly.path.slice(-2).join("")) }),
    words("export.monthly.monthOf", { month: monthInWords(monthly.month, words) }),
    words("export.monthly.unit", { unit: words(`unit.${unit}`) }),
  ];
  const notes = notesOf(monthly, stamp.printedAt, stamp.demonstration, words).join("　");
  for (const [at, page] of pages.entries()) {
    pen.page(sheet);
    pen.placed({ x: margin, y: margin }, null, () => {
      headline(pen, words, { width }, titleOf(monthly, words), facts, stamp);
      head(pen, places, width, monthly, titleHeight, words);
      let y = titleHeight + headHeight;
      for (const piece of page) {
        piece.draw(y);
        y += piece.height;
      }
      for (const x of [0, noWidth, width]) pen.line(x, titleHeight, x, y, { weight: 0.12 });
      // A line between columns begins below the heading that they have in common.
      for (const [at, { x, column }] of places.columns.entries()) {
        const isWithin = column.group !== undefined && column.group === places.columns[at - 1]?.column.group;
        pen.line(x, titleHeight + (isWithin ? headHeight / 2 : 0), x, y, { weight: 0.12 });
      }
      pen.line(0, y, width, y, { weight: 0.3, colour: ink.text });
    });
    pen.placed({ x: margin, y: sheet.height - margin - footHeight }, null, () =>
      foot(
        pen,
        words,
        { width },
        { notes, preparedBy: words("export.monthly.prepared"), page: at + 1, pages: pages.length, stamp },
      ),
    );
  }
}

const noWidth = 7;
type Place = { x: number; width: number; column: FormColumn };

/** The columns share what number and name leave of the width, by their own widths. */
function placed(width: number): { columns: Place[] } {
  const sum = formColumns.reduce((all, column) => all + column.width, 0);
  let x = noWidth + nameWidth;
  return {
    columns: formColumns.map((column) => {
      const own = (column.width * (width - noWidth - nameWidth)) / sum;
      x += own;
      return { x: x - own, width: own, column };
    }),
  };
}

/** Headings of two rows: a group spans its columns, what has none has both rows. */
function head(
  pen: Canvas,
  { columns }: { columns: Place[] },
  width: number,
  monthly: Monthly,
  y: number,
  words: Translate,
): void {
  const half = headHeight / 2;
  const label = (text: string, x: number, top: number, own: number, height: number) => {
    const style = { size: 7, bold: true, align: "center" } as const;
    const lines = pen.lines(text, own - 0.6, style, height > half ? 3 : 1);
    pen.block(lines, x + 0.3, top + (height - lines.length * 3.16) / 2, own - 0.6, style);
  };
  pen.rect(0, y, width, headHeight, { fill: ink.band });
  pen.line(0, y, width, y, { weight: 0.3, colour: ink.text });
  pen.line(0, y + headHeight, width, y + headHeight, { weight: 0.3, colour: ink.text });
  label(words("export.monthly.no"), 0, y, noWidth, headHeight);
  label(wordIn(words, "export.monthly.place", monthly.node.level), noWidth, y, nameWidth, headHeight);
  for (const { x, width: own, column } of columns) {
    if (column.group === undefined) label(labelOf(column, monthly, words), x, y, own, headHeight);
    else label(labelOf(column, monthly, words), x, y + half, own, half);
  }
  for (const [group, of] of Map.groupBy(columns, ({ column }) => column.group)) {
    if (group === undefined) continue;
    const [first, last] = [of[0], of.at(-1)] as [Place, Place];
    const own = last.x + last.width - first.x;
    pen.rect(first.x + 0.2, y + 0.2, own - 0.4, half - 0.2, { fill: ink.band });
    label(words(group), first.x, y, own, half);
    pen.line(first.x, y + half, first.x + own, y + half, { weight: 0.12 });
  }
}

/** "—" for none, "0" for zero; near its target an amount keeps all its digits. */
function shown(value: number | null, { of }: FormColumn, { targetFen }: MonthlyLine, unit: Unit): string {
  if (value === null) return "—";
  if (value === 0) return "0";
  if (isRate(of)) return (value / 100).toFixed(2);
  return of.endsWith("Fen")
    ? formatFen(value, unit, of === "operatingFen" ? (targetFen ?? undefined) : undefined)
    : String(value);
}
