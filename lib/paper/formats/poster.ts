import { type VillageBelow, withoutCounts } from "#lib/board/rules/below-line.ts";
import type { BoardProject } from "#lib/board/rules/board-projects.ts";
import { districtMoney } from "#lib/board/rules/figures.ts";
import { gapInYuan } from "#lib/board/rules/gap.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { completenessInWords, type Translate, viewInWords } from "#lib/core/columns.ts";
import { formatFen, unitBehind, unitIn, withSign, withUnit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import type { Poster } from "../queries/wall-chart.ts";
import { nameOn, remediesInWords, whyInWords } from "../rules/sentences.ts";
import { landscape, timesLarger } from "../rules/sizes.ts";
import { type Canvas, ink, type TextStyle } from "./canvas.ts";
import type { Stamp } from "./frame.ts";
import { posterLegend, posterStamp } from "./poster-foot.ts";
import { least, type Parts, type PosterLook, small } from "./poster-look.ts";
import { drawPosterTiles } from "./poster-tiles.ts";

type Box = { x: number; y: number; width: number; height: number };

const margin = 8;
const headHeight = 16;
const kpiHeight = 28;
const footHeight = 20.5;
const listWidth = 158;

export const titleOf = ({ node, path, year }: Poster, words: Translate): string =>
  words("print.poster.title", {
    place: nameOn(words, node.level === "town" ? path.slice(-2).join("") : node.name),
    year: String(year),
  });

/** The whole on one sheet; A3 is the measure, and larger sheets are the same picture enlarged. */
export function drawPoster(
  pen: Canvas,
  poster: Poster,
  look: PosterLook,
  words: Translate,
  stamp: Stamp,
): void {
  const parts: Parts = { pen, words, poster, look };
  const sheet = landscape("A3");
  const width = sheet.width - 2 * margin;
  const main = {
    y: headHeight + kpiHeight,
    height: sheet.height - 2 * margin - headHeight - kpiHeight - footHeight,
  };
  pen.page(landscape(look.size));
  pen.placed({ times: timesLarger(look.size, "A3") }, null, () =>
    pen.placed({ x: margin, y: margin }, null, () => {
      head(parts, width, stamp);
      headlines(parts, headHeight + 1.5, width);
      drawPosterTiles(parts, { x: 0, ...main, width: width - listWidth - 6 });
      lists(parts, { x: width - listWidth, ...main, width: listWidth });
      const foot = { x: 0, y: main.y + main.height, width, height: footHeight };
      pen.line(0, foot.y + 0.4, width, foot.y + 0.4, { weight: 0.3 });
      posterLegend(parts, foot);
      posterStamp(parts, foot, stamp);
    }),
  );
}

function head({ pen, words, poster }: Parts, width: number, stamp: Stamp): void {
  const { asOf, month, view, complete } = poster;
  const right = width * 0.5;
  const title = titleOf(poster, words);
  pen.text(title, 0, -1, width - right - 4, { size: 29, bold: true, least: 18 });
  const basis = words(`view.${view.basis ?? "strict"}`);
  const boardScope = words("print.poster.scope", { on: asOf, basis, rows: viewInWords(view, words).rows });
  const told = completenessInWords(month, { ...complete, villages: complete.all }, words);
  const style: TextStyle = { ...small, align: "right", colour: ink.soft };
  pen.text(boardScope, width - right, 0.2, right, style);
  pen.text(stamp.demonstration ? `${words("app.demo")} · ${told}` : told, width - right, 6.6, right, style);
  pen.line(0, headHeight - 1.6, width, headHeight - 1.6, { weight: 0.9, colour: ink.text });
}

/** Five figures, readable from across the room. */
function headlines({ pen, words, poster, look }: Parts, y: number, width: number): void {
  const unit = unitIn(look.language, "wan");
  const unitName = words(`unit.${unit}`);
  const wan = (fen: number) => (fen === 0 ? "0" : formatFen(fen, unit));
  const said = (fen: number) => withUnit(wan(fen), unitName);
  const { totals, below, met } = poster;
  const money = districtMoney(totals.funding);
  const moved = met.now - met.before;
  const counts = lightsOf(totals.projects.once);
  const lists = {
    village: countOf(lightsOf(totals.projects.village)),
    key: countOf(lightsOf(totals.projects.key)),
  };
  const figures = [
    {
      label: words("print.poster.met"),
      value: String(totals.met),
      unit: `/ ${totals.villages}`,
      note: words("print.poster.sinceLast", {
        moved: moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : "0",
      }),
    },
    {
      label: words("print.poster.notMet"),
      value: String(below.villages.length),
      unit: "",
      note: below.villages.length > 0 ? words("print.poster.gap", { amount: gapInYuan(below.gapFen) }) : "",
      bad: below.villages.length > 0,
    },
    {
      label: words("print.poster.capped"),
      value: ratio(totals.attainedFen ?? 0, totals.targetFen),
      unit: "",
      note: words("print.poster.cappedNote", {
        attained: withSign(wan(totals.attainedFen ?? 0), unitName),
        target: said(totals.targetFen),
      }),
    },
    {
      label: words("print.poster.projects"),
      value: String(countOf(counts)),
      unit: "",
      note: words("print.poster.lists", lists),
      counts,
    },
    {
      label: words("print.poster.funding"),
      value: withSign(wan(money.allot), unitName),
      unit: unitBehind(unitName),
      note: words("print.poster.spent", { amount: said(money.spend) }),
    },
  ];
  const shares = [0.17, 0.19, 0.18, 0.23, 0.23];
  let x = 0;
  for (const [at, { label, value, unit: measure, note, bad, ...more }] of figures.entries()) {
    const own = width * (shares[at] ?? 0.2);
    const inner = own - 5;
    if (at > 0) pen.line(x - 3, y, x - 3, y + kpiHeight - 5);
    pen.text(label, x, y - 0.6, inner, small);
    const style: TextStyle = { size: 33, bold: true, least: 20, ...(bad && { colour: "#c02b37" }) };
    const valueWidth = Math.min(inner, pen.width(value, style));
    pen.text(value, x, y + 4.4, valueWidth + 0.2, style);
    if (measure) pen.text(measure, x + valueWidth + 1.5, y + 11.2, inner - valueWidth - 1.5, small);
    if (more.counts) {
      let left = x + valueWidth + 4;
      for (const light of (["red", "yellow", "grey"] as const).filter((each) => lights.includes(each))) {
        pen.light(light, left, y + 12.6, 4);
        const said = String(more.counts[light]);
        pen.text(said, left + 5, y + 11.2, 12, { ...small, bold: light === "red" });
        left += 8 + pen.width(said, small);
      }
    }
    pen.text(note, x, y + 18.6, inner, { ...small, colour: ink.soft });
    x += own;
  }
  pen.line(0, y + kpiHeight - 2.6, width, y + kpiHeight - 2.6, { weight: 0.2 });
}

const headingHeight = 9.2;
const lineHeight = 5.7;
const itemHeight = 2 * lineHeight + 0.9;
const largest = 1.25;

/**
 * Whom the room talks about: villages below the line, then projects that count as red. As many as the sheet
 * holds, and the rest is counted; where they are few, they are set larger.
 */
function lists(parts: Parts, box: Box): void {
  const { pen, poster } = parts;
  const { below, reds } = poster;
  const noted = below.noData.length > 0 ? lineHeight + 1 : 0;
  const room = box.height - 2 * headingHeight - noted;
  const wanted = [Math.max(1, below.villages.length), Math.max(1, reds.length)] as const;
  const places = Math.floor(room / itemHeight);
  const times = Math.max(
    1,
    Math.min(largest, box.height / (box.height - room + (wanted[0] + wanted[1]) * itemHeight)),
  );
  pen.placed({ x: box.x, y: box.y, times }, null, () =>
    listsIn(parts, box.width / times, sharedOut(wanted, places)),
  );
}

function listsIn(parts: Parts, width: number, [villages, projects]: [number, number]): void {
  const { pen, words, poster } = parts;
  const { below, reds } = poster;
  const at = (y: number): Box => ({ x: 0, y, width, height: itemHeight });
  let y = heading(parts, at(0), words("print.poster.below"), below.villages.length);
  if (below.villages.length === 0) {
    pen.text(
      words(
        below.noData.length < poster.totals.villages
          ? "print.poster.allMet"
          : poster.totals.filed.waiting > 0
            ? "belowLine.noneApproved"
            : "belowLine.noneYet",
      ),
      0,
      y,
      width,
      small,
    );
    y += itemHeight;
  }
  y += items(parts, at(y), below.villages, villages, (village, place) => villageItem(parts, village, place));
  if (below.noData.length > 0) {
    const names = below.noData.map((village) => nameOn(words, village.name)).join(words("print.comma"));
    pen.text(words("print.poster.noData", { ...withoutCounts(below), names }), 0, y, width, small);
    y += lineHeight + 1;
  }
  y += heading(parts, at(y), words("print.poster.reds"), reds.length, true);
  if (reds.length === 0) pen.text(words("print.poster.noReds"), 0, y, width, small);
  items(parts, at(y), reds, projects, (project, place) => redItem(parts, project, place));
}

/**
 * How many of two lists are shown in so many places: neither takes more than it needs, and the second has a
 * third where both want more.
 */
export function sharedOut([first, second]: readonly [number, number], places: number): [number, number] {
  const ofSecond = Math.min(second, Math.max(Math.floor(places / 3), places - first));
  return [Math.min(first, places - ofSecond), ofSecond];
}

function heading(
  { pen, words }: Parts,
  { x, y, width }: Box,
  title: string,
  count: number,
  red = false,
): number {
  const style: TextStyle = { size: 17, bold: true, least };
  const own = pen.width(title, style);
  pen.text(title, x, y, width, style);
  if (red) pen.light("red", x + own + 4, y + 2, 4.6);
  pen.text(words("print.poster.count", { count }), x + own + (red ? 10 : 4), y, width - own - 10, {
    ...style,
    colour: count > 0 ? "#c02b37" : ink.text,
  });
  pen.line(x, y + headingHeight - 1.2, x + width, y + headingHeight - 1.2, {
    weight: 0.45,
    colour: ink.text,
  });
  return headingHeight;
}

function items<T>(
  { pen, words }: Parts,
  box: Box,
  all: readonly T[],
  places: number,
  draw: (item: T, at: Box) => void,
): number {
  const shown = all.length > places ? places - 1 : all.length;
  for (const [at, item] of all.slice(0, shown).entries()) {
    const y = box.y + at * itemHeight;
    draw(item, { ...box, y, height: itemHeight });
    pen.line(box.x, y + itemHeight - 0.5, box.x + box.width, y + itemHeight - 0.5, { colour: ink.line });
  }
  if (shown < all.length)
    pen.text(
      words("print.poster.rest", { count: all.length - shown }),
      box.x,
      box.y + shown * itemHeight + 1,
      box.width,
      small,
    );
  return Math.min(all.length, places) * itemHeight;
}

function villageItem(
  { pen, words }: Parts,
  { gapFen, works, plan, trend, ...village }: VillageBelow,
  { x, y, width }: Box,
): void {
  const [name, town, owner] = [
    nameOn(words, village.name),
    nameOn(words, village.town),
    nameOn(words, village.owner),
  ] as const;
  const nameStyle: TextStyle = { size: 15, bold: true, least };
  pen.below(x, y + 1, 3.8);
  const named = Math.min(40, pen.width(name, nameStyle));
  pen.text(name, x + 5, y - 0.3, named + 0.2, nameStyle);
  const ownerWidth = 42;
  const gap = words("belowLine.short", { amount: gapInYuan(gapFen) });
  const gapWidth = pen.width(gap, { ...small, bold: true }) + 1;
  pen.text(town, x + 7 + named, y, width - 9 - named - ownerWidth - gapWidth, { ...small, colour: ink.soft });
  pen.text(gap, x + width - ownerWidth - gapWidth, y, gapWidth, {
    ...small,
    bold: true,
    colour: "#c02b37",
    align: "right",
  });
  pen.text(owner || words("belowLine.noOwner"), x + width - ownerWidth + 2, y, ownerWidth - 2, {
    ...small,
    align: "right",
  });
  const second = y + lineHeight;
  const trendWidth = trend ? 21 : 0;
  let left = x + 5;
  const end = x + width - trendWidth - 1;
  for (const work of works.slice(0, 2)) {
    if (left > end - 20) break;
    pen.light(work.light, left, second + 1, 3.6);
    const own = Math.min(pen.width(work.name, small), end - left - 5);
    pen.text(work.name, left + 5, second, own + 0.1, { ...small, colour: ink.soft });
    left += own + 8;
  }
  const said = plan ? plan.replaceAll(/\s+/g, " ") : works.length === 0 ? words("belowLine.noMeasure") : "";
  if (said && left < end - 12) pen.text(said, left, second, end - left, { ...small, colour: ink.soft });
  if (trend)
    pen.text(words(`print.poster.trend.${trend}`), end, second, trendWidth + 1, { ...small, align: "right" });
}

function redItem({ pen, words, poster }: Parts, project: BoardProject, { x, y, width }: Box): void {
  const { name, light, dueOn, why, remedies } = project;
  const [town, owner] = [nameOn(words, project.town), nameOn(words, project.owner)] as const;
  const nameStyle: TextStyle = { size: 15, bold: true, least };
  const date = dueOn ? words("print.poster.by", { day: dueOn.replace(`${poster.year}-`, "") }) : "—";
  const dateWidth = pen.width(date, { ...small, bold: true });
  const ownerWidth = Math.min(44, pen.width(owner, small));
  pen.light(light, x, y + 0.8, 4);
  pen.text(date, x + width - dateWidth - 0.1, y, dateWidth + 0.2, { ...small, bold: true, align: "right" });
  pen.text(owner, x + width - dateWidth - ownerWidth - 3, y, ownerWidth + 0.2, { ...small, align: "right" });
  const room = width - dateWidth - ownerWidth - 8;
  const named = Math.min(room, pen.width(name, nameStyle));
  pen.text(name, x + 5, y - 0.3, named + 0.2, nameStyle);
  if (room - named > 14) pen.text(town, x + 7 + named, y, room - named - 4, { ...small, colour: ink.soft });
  const said = remediesInWords(remedies, words, true) || whyInWords(why, words);
  pen.text(said, x + 5, y + lineHeight, width - 5, { ...small, colour: ink.soft });
}
