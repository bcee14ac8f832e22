import { expect, test } from "vitest";
import { type Box, route } from "./tile-route.ts";

const tile = (column: number, row: number): Box => ({ x: column * 63, y: row * 43, width: 60, height: 40 });

test("a tie leaves at the right, runs in the gaps, and comes in from above", () => {
  expect(route(tile(0, 1), tile(2, 0))).toBe("M61.5 63V-1.5H160V7");
});

test("on a whole map no tie crosses the words of a tile: they stand at its left, below its upper edge", () => {
  const tiles = Array.from({ length: 36 }, (_, at) => tile(at % 6, Math.floor(at / 6)));
  for (const from of tiles)
    for (const to of tiles.filter((each) => each !== from)) {
      const [, x1, y1, y2, x2, y3] = (/^M(\S+) (\S+)V(\S+)H(\S+)V(\S+)$/.exec(route(from, to)) ?? []).map(
        Number,
      ) as number[] as [number, number, number, number, number, number];
      const lines = [
        { left: x1, right: x1, top: Math.min(y1, y2), bottom: Math.max(y1, y2) },
        { left: Math.min(x1, x2), right: Math.max(x1, x2), top: y2, bottom: y2 },
        { left: x2, right: x2, top: y2, bottom: y3 },
      ];
      for (const { x, y, height } of tiles) {
        const words = { left: x + 6, right: x + 32, top: y + 8, bottom: y + height };
        for (const line of lines)
          expect(
            line.left < words.right &&
              line.right > words.left &&
              line.top < words.bottom &&
              line.bottom > words.top,
          ).toBe(false);
      }
    }
});
