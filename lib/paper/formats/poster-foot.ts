import { headOnPaper, verifyUrl } from "#lib/audit/rules/paper-head.ts";
import { viewInWords } from "#lib/core/columns.ts";
import { unitIn } from "#lib/core/money.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { rangeOf } from "../rules/tier-range.ts";
import { ink } from "./canvas.ts";
import type { Stamp } from "./frame.ts";
import { type Parts, small } from "./poster-look.ts";
import { tierInk } from "./poster-tiles.ts";

type Area = { x: number; y: number; width: number; height: number };

const step = 6.3;
const side = 18.5;

/** What the tiles' fills and the marks mean, in a line; the ranges go where there is no room for them. */
export function posterLegend({ pen, words, poster, look }: Parts, { x, y, width }: Area): void {
  const swatch = 5;
  const marks = [
    { draw: (at: number) => pen.below(at, y + 2.6, 4), word: words("print.board.below") },
    ...(["red", "yellow", "grey"] as const).map((light) => ({
      draw: (at: number) => pen.light(light, at, y + 2.6, 4),
      word: words(`light.${light}`),
    })),
  ];
  const tiers = (ranges: boolean) => [
    ...poster.bands.map((band) => ({
      fill: tierInk[band.key]?.fill ?? "#ffffff",
      word: `${look.language === "en" ? band.nameEn : band.name}${ranges ? ` ${rangeOf(band, words)}` : ""}`,
    })),
    { fill: noData, word: words("tier.noData") },
  ];
  const needed = (entries: { word: string }[]) =>
    entries.reduce((sum, { word }) => sum + pen.width(word, small) + swatch + 4.5, 0);
  const room = width - side - 4;
  const named =
    [true, false].map(tiers).find((entries) => needed([...entries, ...marks]) <= room) ?? tiers(false);
  let at = x;
  const say = (word: string) => {
    const own = pen.width(word, small);
    pen.text(word, at + swatch + 1, y + 1.4, own + 0.2, small);
    at += own + swatch + 4.5;
  };
  for (const { fill, word } of named) {
    if (fill === noData) pen.hatch(at, y + 2.6, swatch, 4, { step: 1.6 });
    else pen.rect(at, y + 2.6, swatch, 4, { fill });
    pen.rect(at, y + 2.6, swatch, 4, { stroke: ink.soft });
    say(word);
  }
  for (const { draw, word } of marks) {
    if (at + swatch + pen.width(word, small) > x + room) break;
    draw(at);
    say(word);
  }
}

/** Unit and basis; and by which head the sheet can be verified, as every paper has it. */
export function posterStamp({ pen, words, poster, look }: Parts, { x, y, width }: Area, stamp: Stamp): void {
  const room = width - side - 4;
  const unit = words("print.poster.unit", { unit: words(`unit.${unitIn(look.language, "wan")}`) });
  pen.text(`${unit} · ${viewInWords(poster.view, words).basis}`, x, y + 1.4 + step, room, {
    ...small,
    colour: ink.soft,
  });
  const told = [
    words("print.head", { seq: stamp.seq, head: headOnPaper(stamp.hash) }),
    words("print.printed", { at: stamp.printedAt, by: stamp.by }),
    words("print.page", { page: 1, pages: 1 }),
  ].join(" · ");
  pen.text(told, x, y + 1.4 + 2 * step, room, { ...small, colour: ink.soft });
  pen.qr(verifyUrl(stamp), x + width - side, y + 2, side);
}
