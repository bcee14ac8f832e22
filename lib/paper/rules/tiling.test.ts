import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leastOverlap, sheetMargin, tilingOf } from "./tiling.ts";

const poster = (width: number, height: number) => ({ x: 20, y: 20, width, height });

describe("a chart cut into sheets", () => {
  test("A0 within its margins is nine sheets of A3, three by three", () => {
    const { rows, columns, tiles } = tilingOf(poster(1149, 801), "A3");
    expect([rows, columns, tiles.length]).toEqual([3, 3, 9]);
    expect(tiles.map(({ row, column }) => `${row}${column}`)).toEqual([
      "11",
      "12",
      "13",
      "21",
      "22",
      "23",
      "31",
      "32",
      "33",
    ]);
  });
  test("sheets are turned upright where fewer do", () => {
    const { sheet, tiles } = tilingOf(poster(520, 380), "A3");
    expect(sheet).toEqual({ width: 297, height: 420 });
    expect(tiles).toHaveLength(2);
  });
  test("what fits on one sheet is one tile", () => {
    expect(tilingOf(poster(400, 277), "A3").tiles).toEqual([
      { x: 20, y: 20, width: 400, height: 277, row: 1, column: 1 },
    ]);
  });
  test("tiles cover the chart from edge to edge, overlap their neighbours enough to glue, and fit their sheets", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 2400 }),
        fc.integer({ min: 100, max: 2400 }),
        fc.constantFrom("A3" as const, "A4" as const),
        (width, height, paper) => {
          const chart = poster(width, height);
          const { sheet, tiles, rows, columns } = tilingOf(chart, paper);
          const row = tiles.filter((tile) => tile.row === 1);
          const column = tiles.filter((tile) => tile.column === 1);
          expect(tiles).toHaveLength(rows * columns);
          expect(row[0]?.x).toBe(chart.x);
          expect((row.at(-1)?.x ?? 0) + (row.at(-1)?.width ?? 0)).toBeCloseTo(chart.x + width, 6);
          expect((column.at(-1)?.y ?? 0) + (column.at(-1)?.height ?? 0)).toBeCloseTo(chart.y + height, 6);
          for (const [at, tile] of row.slice(1).entries())
            expect((row[at]?.x ?? 0) + (row[at]?.width ?? 0) - tile.x).toBeGreaterThanOrEqual(
              leastOverlap - 1e-6,
            );
          for (const [at, tile] of column.slice(1).entries())
            expect((column[at]?.y ?? 0) + (column[at]?.height ?? 0) - tile.y).toBeGreaterThanOrEqual(
              leastOverlap - 1e-6,
            );
          expect(
            tiles.every(
              (tile) =>
                tile.width <= sheet.width - 2 * sheetMargin + 1e-6 &&
                tile.height <= sheet.height - 2 * sheetMargin + 1e-6,
            ),
          ).toBe(true);
        },
      ),
    );
  });
});
