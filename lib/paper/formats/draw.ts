import { headOnPaper } from "#lib/audit/rules/paper-head.ts";
import type { Translate } from "#lib/core/columns.ts";
import { landscape, type Size } from "../rules/sizes.ts";
import { leastOverlap, overlaps, sheetMargin, type Tile, type Tiling, tilingOf } from "../rules/tiling.ts";
import { type Canvas, ink } from "./canvas.ts";
import type { Stamp } from "./frame.ts";
import type { LaidOut } from "./wall-chart.ts";

/** Draws each page of a chart on a sheet as large as the chart. */
export function drawWhole(pen: Canvas, { times, pages }: LaidOut, size: Size): void {
  for (const page of pages) {
    pen.page(landscape(size));
    pen.placed({ times }, null, () => {
      for (const each of page) each.draw();
    });
  }
}

/**
 * Cuts each page of a chart into sheets, with marks to trim and to glue by; its own white margin is left out.
 */
export function drawTiled(
  pen: Canvas,
  laid: LaidOut,
  size: Size,
  paper: Size,
  words: Translate,
  stamp: Stamp,
): void {
  const { width, height, margin, times, pages } = laid;
  const bleed = margin - 1; // so that the outermost lines are whole
  const chart = {
    x: bleed * times,
    y: bleed * times,
    width: (width - 2 * bleed) * times,
    height: (height - 2 * bleed) * times,
  };
  const tiling = tilingOf(chart, paper);
  for (const [at, page] of pages.entries()) {
    for (const tile of tiling.tiles) {
      pen.page(tiling.sheet);
      const window = { x: sheetMargin, y: sheetMargin, width: tile.width, height: tile.height };
      const shown = {
        x: tile.x / times,
        y: tile.y / times,
        width: tile.width / times,
        height: tile.height / times,
      };
      pen.placed({ x: 0, y: 0 }, window, () =>
        pen.placed({ x: sheetMargin - tile.x, y: sheetMargin - tile.y, times }, null, () => {
          for (const each of page) if (overlaps(each, shown)) each.draw();
        }),
      );
      marks(pen, window, tile, tiling);
      const sheets = pages.length > 1 ? words("print.tile.chart", { page: at + 1, pages: pages.length }) : "";
      const name = words("print.tile.name", {
        row: tile.row,
        column: tile.column,
        rows: tiling.rows,
        columns: tiling.columns,
      });
      const head = words("print.head", { seq: stamp.seq, head: headOnPaper(stamp.hash) });
      const line = [
        size,
        sheets,
        name,
        words("print.tile.how", { mm: leastOverlap }),
        head,
        stamp.demonstration ? words("app.demo") : "",
      ];
      pen.text(
        line.filter(Boolean).join(" · "),
        sheetMargin + 8,
        tiling.sheet.height - 5.2,
        tiling.sheet.width - 2 * sheetMargin - 30,
        {
          size: 7,
          colour: ink.soft,
        },
      );
      key(pen, tile, tiling);
    }
  }
}

/** Corners to trim along, and short strokes where the neighbour's sheet begins. */
function marks(
  pen: Canvas,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  tile: Tile,
  tiling: Tiling,
): void {
  const style = { weight: 0.2, colour: ink.text };
  for (const edge of [x, x + width]) {
    pen.line(edge, y - 6, edge, y - 1.5, style);
    pen.line(edge, y + height + 1.5, edge, y + height + 6, style);
  }
  for (const edge of [y, y + height]) {
    pen.line(x - 6, edge, x - 1.5, edge, style);
    pen.line(x + width + 1.5, edge, x + width + 6, edge, style);
  }
  const to = (row: number, column: number) =>
    tiling.tiles.find((each) => each.row === row && each.column === column);
  const right = to(tile.row, tile.column + 1);
  const below = to(tile.row + 1, tile.column);
  const dashed = { weight: 0.2, colour: ink.soft, dash: 0.8 };
  if (right) {
    const at = x + right.x - tile.x;
    pen.line(at, y - 6, at, y - 1.5, dashed);
    pen.line(at, y + height + 1.5, at, y + height + 6, dashed);
  }
  if (below) {
    const at = y + below.y - tile.y;
    pen.line(x - 6, at, x - 1.5, at, dashed);
    pen.line(x + width + 1.5, at, x + width + 6, at, dashed);
  }
}

/** The assembly key: the whole in small, this sheet filled. */
function key(pen: Canvas, tile: Tile, { rows, columns, sheet }: Tiling): void {
  const cell = Math.min(2.4, 5.4 / rows);
  const left = sheet.width - sheetMargin - 8 - columns * cell * 1.4;
  const top = sheet.height - 1 - rows * cell;
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const own = row === tile.row && column === tile.column;
      pen.rect(left + (column - 1) * cell * 1.4, top + (row - 1) * cell, cell * 1.4, cell, {
        ...(own ? { fill: ink.text } : {}),
        stroke: ink.soft,
      });
    }
  }
}
