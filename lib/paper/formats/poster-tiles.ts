import type { BoardTile } from "#lib/board/rules/board-projects.ts";
import { formatFen, type Unit, unitIn } from "#lib/core/money.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import type { Poster } from "../queries/wall-chart.ts";
import { nameOn } from "../rules/sentences.ts";
import { ink, lineOf } from "./canvas.ts";
import { least, type Parts, small } from "./poster-look.ts";

/**
 * Fills that stay apart in grey, and the ink that is read on them. Below the line a tile has a heavy edge and
 * ▽ besides.
 */
export const tierInk: Record<string, { fill: string; text: string }> = {
  none: { fill: "#8d1f2a", text: "#ffffff" },
  weak: { fill: "#ee9a86", text: ink.text },
  near: { fill: "#f6d09c", text: ink.text },
  met: { fill: "#d8efe2", text: ink.text },
  strong: { fill: "#8fcbae", text: ink.text },
  million: { fill: "#1a6b4f", text: "#ffffff" },
};
const unknown = { fill: "#ffffff", text: ink.text };

type Area = { x: number; y: number; width: number; height: number };
type Tiling = { columns: number; perRow: number; tall: number; says: "amount" | "name" | "nothing" };

const headingHeight = 7.6;
const apart = 6;
const gap = 0.8;
const belowMark = 3.6;

/**
 * The villages by town, the poorest first, each tile as large as the sheet allows; where names have no room
 * the tiles go without.
 */
export function drawPosterTiles(parts: Parts, area: Area): void {
  const { pen, words, poster } = parts;
  const unit = unitIn(parts.look.language, "wan");
  const tiles = poster.towns.flatMap((town) => town.tiles);
  const { columns, perRow, tall, says } = tilingOf(
    poster.towns,
    area,
    Math.max(...tiles.map(({ name }) => pen.width(name, { ...small, bold: true })), 0),
    Math.max(
      ...tiles.map((tile) => pen.width(amountOf(tile, unit), small) + (isShort(tile) ? belowMark + 0.8 : 0)),
      0,
    ),
  );
  const width = (area.width - (columns - 1) * apart) / columns;
  const side = (width - (perRow - 1) * gap) / perRow;
  let y = area.y;
  for (let from = 0; from < poster.towns.length; from += columns) {
    const line = poster.towns.slice(from, from + columns);
    for (const [at, town] of line.entries()) {
      const x = area.x + at * (width + apart);
      const met = words("board.map.met", { met: town.met, villages: town.villages });
      const metWidth = pen.width(met, small);
      pen.text(nameOn(words, town.name), x, y, width - metWidth - 2, { size: 15, bold: true, least });
      pen.text(met, x + width - metWidth - 0.1, y + 0.2, metWidth + 0.2, { ...small, align: "right" });
      for (const [index, tile] of town.tiles.entries()) {
        const place = {
          x: x + (index % perRow) * (side + gap),
          y: y + headingHeight + Math.floor(index / perRow) * (tall + gap),
          width: side,
          height: tall,
        };
        drawTile(parts, tile, place, says);
      }
    }
    y +=
      headingHeight +
      Math.max(...line.map((town) => Math.ceil(town.tiles.length / perRow))) * (tall + gap) +
      1.2;
  }
}

function drawTile(
  { pen, look }: Parts,
  tile: BoardTile,
  { x, y, width, height }: Area,
  says: Tiling["says"],
): void {
  const { fill, text } = tile.tier === noData ? unknown : (tierInk[tile.tier] ?? unknown);
  pen.rect(x, y, width, height, { fill });
  if (tile.operatingFen === null) pen.hatch(x, y, width, height, { step: 2 });
  const short = isShort(tile);
  pen.rect(
    x + 0.2,
    y + 0.2,
    width - 0.4,
    height - 0.4,
    short ? { stroke: ink.text, weight: 0.6 } : { stroke: ink.line, weight: 0.15 },
  );
  if (says === "nothing") {
    if (short && Math.min(width, height) > 3) pen.below(x + width / 2 - 1.2, y + height / 2 - 1.2, 2.4);
    return;
  }
  const size = Math.max(least, Math.min(28, height / (says === "amount" ? 1.02 : 0.55)));
  const step = Math.min(lineOf(size) * 0.92, height / 2 - 0.3);
  const style = { ...small, size, colour: text };
  const top = y + (height - step * (says === "amount" ? 2 : 1)) / 2 - size * 0.03;
  pen.text(tile.name, x + 0.8, top, width - 1.2, { ...style, bold: true });
  if (says === "name") return;
  const mark = short ? belowMark : 0;
  if (short) pen.below(x + 1, top + step + size * 0.09, mark);
  pen.text(
    amountOf(tile, unitIn(look.language, "wan")),
    x + 0.8 + (short ? mark + 0.8 : 0),
    top + step,
    width - 1.4 - (short ? mark + 0.8 : 0),
    {
      ...style,
      least,
    },
  );
}

const isShort = ({ operatingFen, met }: BoardTile): boolean => operatingFen !== null && !met;

/**
 * A hair short of the line there is no room for all digits, and rounding would claim that the line is
 * reached.
 */
function amountOf({ operatingFen, targetFen, met }: BoardTile, unit: Unit): string {
  if (operatingFen === null) return "—";
  const text = operatingFen === 0 ? "0" : formatFen(operatingFen, unit, targetFen);
  return !met && /\.\d\d$/.test(text) ? `<${formatFen(targetFen, unit)}` : text;
}

/**
 * How many towns stand beside each other and tiles in a row, so that all of them are on the sheet and as
 * large as can be.
 */
function tilingOf(towns: Poster["towns"], area: Area, nameWidth: number, amountWidth: number): Tiling {
  const perTown = towns.length === 1 ? [1] : [2, 3];
  const ways = (["amount", "name", "nothing"] as const).flatMap((says) =>
    perTown.flatMap((columns) =>
      Array.from({ length: 37 }, (_, at) => at + 4).map(
        (perRow): Tiling & { fits: boolean; area: number } => {
          const width = (area.width - (columns - 1) * apart) / columns;
          const side = (width - (perRow - 1) * gap) / perRow;
          let rows = 0;
          let lines = 0;
          for (let from = 0; from < towns.length; from += columns) {
            rows += Math.max(
              ...towns.slice(from, from + columns).map((town) => Math.ceil(town.tiles.length / perRow)),
            );
            lines += 1;
          }
          const tall = Math.min(34, (area.height - lines * (headingHeight + 1.2)) / Math.max(1, rows) - gap);
          const named = Math.min(nameWidth, lineOf(least) * 3.2) + 1.2;
          const wide =
            says === "nothing" ? 2 : says === "amount" ? Math.max(named, amountWidth + 1.6) : named;
          const high =
            says === "amount" ? 2 * lineOf(least) * 0.9 : says === "name" ? lineOf(least) * 0.95 : 1.5;
          return {
            columns,
            perRow,
            tall,
            says,
            fits: side >= wide && tall >= high,
            area: Math.min(side, tall * 2.2),
          };
        },
      ),
    ),
  );
  for (const says of ["amount", "name", "nothing"] as const) {
    const best = ways.filter((way) => way.says === says && way.fits).toSorted((a, b) => b.area - a.area)[0];
    if (best) return best;
  }
  return { columns: 2, perRow: 20, tall: 1.5, says: "nothing" };
}
