import { landscape, portrait, type Size } from "./sizes.ts";

/** A rectangle on a chart, in millimetres from its upper left corner. */
export type Area = { x: number; y: number; width: number; height: number };

/** What stands on one sheet of a tiled chart; `row` and `column` count from 1. */
export type Tile = Area & { row: number; column: number };

export type Tiling = {
  sheet: { width: number; height: number };
  rows: number;
  columns: number;
  tiles: Tile[];
};

/** White around a tile: crop marks and the sheet's place stand in it, and no printer cuts into it. */
export const sheetMargin = 8;
/** At least so much of a tile is on its neighbour too, to glue upon. */
export const leastOverlap = 10;

/**
 * Cuts `chart` into as few sheets as possible, row by row; neighbours overlap evenly, by `leastOverlap` or
 * more, and the outer tiles end where the chart ends.
 */
export function tilingOf(chart: Area, sheet: Size): Tiling {
  const [lying, standing] = [cut(chart, landscape(sheet)), cut(chart, portrait(sheet))];
  return standing.tiles.length < lying.tiles.length ? standing : lying;
}

function cut(chart: Area, sheet: { width: number; height: number }): Tiling {
  const columns = spread(chart.x, chart.width, sheet.width - 2 * sheetMargin);
  const rows = spread(chart.y, chart.height, sheet.height - 2 * sheetMargin);
  const tiles = rows.flatMap(({ start: y, length: height }, row) =>
    columns.map(({ start: x, length: width }, column) => ({
      x,
      y,
      width,
      height,
      row: row + 1,
      column: column + 1,
    })),
  );
  return { sheet, rows: rows.length, columns: columns.length, tiles };
}

/** Equal stretches of at most `most` that cover `length` from `start` on. */
function spread(start: number, length: number, most: number): { start: number; length: number }[] {
  if (length <= most) return [{ start, length }];
  const count = Math.ceil((length - leastOverlap) / (most - leastOverlap));
  const step = (length - most) / (count - 1);
  return Array.from({ length: count }, (_, at) => ({ start: start + at * step, length: most }));
}

export const overlaps = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
