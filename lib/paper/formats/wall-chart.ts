import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { cachedTranslate, completenessInWords, type Translate, viewInWords } from "#lib/core/columns.ts";
import { formatFen, type Unit, withUnit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import type { ChartProject, ChartTown, ChartVillage, WallChart } from "../queries/wall-chart.ts";
import { flowed, type Piece } from "../rules/flow.ts";
import { nameOn, remediesInWords, whyInWords } from "../rules/sentences.ts";
import { isSmaller, landscape, type Size, timesLarger } from "../rules/sizes.ts";
import { rangeOf } from "../rules/tier-range.ts";
import type { Area } from "../rules/tiling.ts";
import { type Canvas, ink, lineOf, type TextStyle } from "./canvas.ts";
import { foot, footHeight, headline, lightLegend, type Stamp } from "./frame.ts";

/** Something at its place on a page, in the millimetres of the layout. */
export type Placed = Area & { draw: () => void };

/** A chart laid out: pages of one size, to be drawn `times` larger. */
export type LaidOut = { width: number; height: number; margin: number; times: number; pages: Placed[][] };

export type ChartLook = { size: Size; unit: Unit; language: string };

type Drawn = Piece & { draw: (pen: Canvas, x: number, y: number) => void };

// A poster of one sheet is set as large as it fits; each step narrows its columns as much as it enlarges
// their type.
const enlargements = [1.25, 1.2, 1.15, 1.1, 1.05, 1] as const;

const body = 7.6;
const rowHeight = 5.3;
const cellPad = 1;
/** As many villages below the line, and as many reds, as stand before the register. */
const mostFirst = 15;

// Widths in millimetres; a sheet of A4 leaves out what the wall can do without.
const wide = {
  no: 7,
  name: 23,
  code: 22,
  income: 22,
  target: 19,
  gap: 19,
  tier: 15,
  bar: 33,
  number: 14,
  project: 54,
  light: 17,
  phase: 15,
  progress: 23,
  owner: 29,
  due: 18,
  why: 70,
};
const narrow = {
  no: 7,
  name: 21,
  code: 0,
  income: 20,
  target: 17,
  gap: 17,
  tier: 14,
  bar: 26,
  number: 13,
  project: 45,
  light: 16,
  phase: 14,
  progress: 22,
  owner: 29,
  due: 16,
  why: 0,
};
type Column = keyof typeof wide;
const rightAligned: readonly Column[] = ["no", "income", "target", "gap", "progress"];

/**
 * Lays a chart out. A3 is the measure: A2 is A3 enlarged; A1 has two columns of it on one sheet, A0 is A1
 * enlarged — unless all of it fits on one sheet of A3, which is then enlarged to whatever is asked for. A4
 * has fewer columns.
 */
export function boardLayout(
  pen: Canvas,
  chart: WallChart,
  look: ChartLook,
  translate: Translate,
  stamp: Stamp,
): LaidOut {
  const words = cachedTranslate(translate);
  if (look.size === "A4") return laidOn("A4", 1, 1);
  const single = laidOn("A3", 1, 1);
  if (single.pages.length === 1 || isSmaller(look.size, "A1"))
    return { ...single, times: timesLarger(look.size, "A3") };
  // A poster in one piece is worth more than what stands on it twice.
  const onOne = (begins: boolean) =>
    enlargements.map((larger) => laidOn("A1", 2, larger, begins)).find((laid) => laid.pages.length === 1);
  const poster = onOne(true) ?? onOne(false) ?? laidOn("A1", 2, 1);
  return { ...poster, times: poster.times * timesLarger(look.size, "A1") };

  function laidOn(base: Size, columns: number, larger: number, begins = true): LaidOut {
    const { width, height } = {
      width: landscape(base).width / larger,
      height: landscape(base).height / larger,
    };
    const margin = base === "A1" ? 15 : base === "A3" ? 10 : 8;
    const gutter = 11;
    const inner = { width: width - 2 * margin, height: height - 2 * margin };
    const columnWidth = (inner.width - gutter * (columns - 1)) / columns;
    const table = new Table(pen, words, look, chart, base === "A4" ? narrow : wide, columnWidth);
    const headHeight = 15;
    const room = inner.height - headHeight - footHeight - table.headHeight;
    const filled = flowed<Drawn>(table.pieces(begins), room) as Drawn[][];
    const pages = Array.from({ length: Math.max(1, Math.ceil(filled.length / columns)) }, (_, at) =>
      filled.slice(at * columns, (at + 1) * columns),
    );
    const placed = pages.map((page, at): Placed[] => {
      const top = { x: margin, y: margin, width: inner.width, height: headHeight };
      const bottom = { x: margin, y: height - margin - footHeight, width: inner.width, height: footHeight };
      return [
        moved(pen, top, () =>
          headline(pen, words, top, titleOf(chart, words), factsOf(chart, words, look.unit), stamp),
        ),
        ...page.flatMap((pieces, column) => {
          const x = margin + column * (columnWidth + gutter);
          let y = margin + headHeight;
          const head: Placed = {
            x,
            y,
            width: columnWidth,
            height: table.headHeight,
            draw: () => table.head(x, margin + headHeight),
          };
          y += table.headHeight;
          const rows = pieces.map((piece): Placed => {
            const at = y;
            y += piece.height;
            return { x, y: at, width: columnWidth, height: piece.height, draw: () => piece.draw(pen, x, at) };
          });
          return [head, ...rows];
        }),
        moved(pen, bottom, () =>
          foot(pen, words, bottom, {
            legend: (x, y, legendWidth) => legendOf(pen, words, chart, x, y, legendWidth, look.language),
            notes: notesOf(chart, words, look.unit),
            page: at + 1,
            pages: pages.length,
            stamp,
          }),
        ),
      ];
    });
    return { width, height, margin, times: larger, pages: placed };
  }
}

const moved = (pen: Canvas, area: Area, draw: () => void): Placed => ({
  ...area,
  draw: () => pen.placed({ x: area.x, y: area.y }, null, draw),
});

export const titleOf = (chart: WallChart, words: Translate): string =>
  words("print.board.title", {
    place: nameOn(words, chart.node.level === "town" ? chart.path.slice(-2).join("") : chart.node.name),
    year: String(chart.year),
  });

/** The board's totals in a line. */
function factsOf({ totals, path, node, view }: WallChart, words: Translate, unit: Unit): string[] {
  const amount = (fen: number, lineFen?: number) =>
    withUnit(fen === 0 ? "0" : formatFen(fen, unit, lineFen), words(`unit.${unit}`));
  return [
    [...path.slice(0, -1).map((each) => nameOn(words, each)), node.code].join(" "),
    words("print.board.met", {
      met: totals.met,
      villages: totals.villages,
      percent: ratio(totals.met, totals.villages),
    }),
    words("print.board.income", {
      income: words(`view.income.${view.basis ?? "strict"}`),
      amount: amount(totals.operatingFen, totals.targetFen),
      target: amount(totals.targetFen),
    }),
    ...(totals.attainedFen === null
      ? []
      : [
          words("print.board.attained", {
            percent: ratio(totals.attainedFen, totals.targetFen),
            amount: amount(totals.attainedFen),
          }),
        ]),
    words("print.board.gap", { amount: amount(totals.gapFen, 0), count: totals.notMet }),
    words("print.board.projects", { count: countOf(lightsOf(totals.projects.once)) }),
    `■ ${words("print.board.reds", { count: lightsOf(totals.projects.once).red })}`,
  ];
}

const completeOf = ({ totals, month }: WallChart, words: Translate) =>
  completenessInWords(month, { ...totals, ...totals.filed }, words);

const notesOf = (chart: WallChart, words: Translate, unit: Unit): string => {
  const { totals, asOf, view } = chart;
  return words("print.board.notes", {
    unit: words(`unit.${unit}`),
    ...viewInWords(view, words),
    on: asOf,
    complete: completeOf(chart, words),
    made: totals.reports.made,
    due: totals.reports.due,
    noData: totals.noData - totals.filed.waiting,
    waiting: totals.filed.waiting,
  });
};

function legendOf(
  pen: Canvas,
  words: Translate,
  chart: WallChart,
  x: number,
  y: number,
  width: number,
  language: string,
): void {
  const style = { size: 7 };
  let at = x;
  const say = (text: string, gap = 3, more: TextStyle = {}) => {
    const own = pen.width(text, { ...style, ...more });
    pen.text(text, at, y, own + 0.5, { ...style, ...more });
    at += own + gap;
  };
  say(words("print.legend"), 2, { bold: true });
  at = lightLegend(pen, words, at, y) + 2;
  pen.below(at, y + 0.7, 1.9);
  at += 2.6;
  say(words("print.board.below"), 5);
  pen.rect(at, y + 0.9, 9, 1.5, { stroke: ink.line });
  pen.rect(at, y + 0.9, 5, 1.5, { fill: ink.bar });
  pen.line(at + 6.6, y + 0.3, at + 6.6, y + 3, { weight: 0.35, colour: ink.text });
  at += 10;
  say(words("print.board.bar"), 5);
  const left = width - (at - x);
  const tiers = `${words("print.board.tiers")} ${chart.bands.map((band) => `${language === "en" ? band.nameEn : band.name} ${rangeOf(band, words)}`).join(" · ")}`;
  pen.text(tiers, at, y, left, style);
}

/** The table of a chart in one column of a page. */
class Table {
  readonly headHeight = 10;
  readonly #at = {} as Record<Column, { x: number; width: number }>;
  readonly #columns: Column[];
  readonly #pen: Canvas;
  readonly #words: Translate;
  readonly #look: ChartLook;
  readonly #chart: WallChart;
  readonly #width: number;
  readonly #tiers: Map<string, string>;

  constructor(
    pen: Canvas,
    words: Translate,
    look: ChartLook,
    chart: WallChart,
    widths: Record<Column, number>,
    width: number,
  ) {
    this.#pen = pen;
    this.#words = words;
    this.#look = look;
    this.#chart = chart;
    this.#width = width;
    this.#columns = (Object.keys(widths) as Column[]).filter((column) => widths[column] > 0);
    const sum = this.#columns.reduce((all, column) => all + widths[column], 0);
    let x = 0;
    for (const column of this.#columns) {
      const own = (widths[column] * width) / sum;
      this.#at[column] = { x, width: own };
      x += own;
    }
    this.#tiers = new Map(
      chart.bands.map((band) => [band.key, look.language === "en" ? band.nameEn : band.name]),
    );
  }

  /** The column's head: the two halves of the chart, then each column. */
  head(x: number, y: number): void {
    const [pen, words] = [this.#pen, this.#words];
    const half = this.#at.number.x;
    const unit = words(`unit.${this.#look.unit}`);
    pen.rect(x, y, this.#width, this.headHeight, { fill: ink.band });
    pen.text(
      words("print.board.villagesHalf", {
        income: words(`view.income.${this.#chart.view.basis ?? "strict"}`),
        year: String(this.#chart.year),
        unit,
      }),
      x + cellPad,
      y + 0.7,
      half - 2 * cellPad,
      {
        size: 8,
        bold: true,
      },
    );
    pen.text(
      words("print.board.projectsHalf", { on: this.#chart.asOf }),
      x + half + cellPad,
      y + 0.7,
      this.#width - half - 2 * cellPad,
      {
        size: 8,
        bold: true,
      },
    );
    for (const column of this.#columns)
      this.#cell(column, words(`print.board.column.${column}`), x, y + 5.4, {
        size: 7.2,
        colour: ink.soft,
        bold: true,
      });
    pen.line(x, y + 5.1, x + this.#width, y + 5.1, { colour: ink.line });
    pen.line(x, y + this.headHeight, x + this.#width, y + this.headHeight, { weight: 0.4, colour: ink.text });
    this.#divide(x, y, this.headHeight);
  }

  /** @param begins with who is below the line and what is red */
  pieces(begins: boolean): Drawn[] {
    const { towns, node } = this.#chart;
    const rows = towns.flatMap((town) => this.#town(town));
    return [...(begins ? this.#first() : []), ...(node.level === "town" ? rows : [...rows, this.#total()])];
  }

  /**
   * Before the register: who is below the line, the largest gap first, and what counts as red, the earliest
   * due first.
   */
  #first(): Drawn[] {
    const { towns } = this.#chart;
    const below = towns
      .flatMap((town) => town.villages.map((village) => ({ town: town.name, village })))
      .filter(({ village }) => village.operatingFen !== null && !village.met)
      .toSorted((a, b) => b.village.gapFen - a.village.gapFen || a.village.no - b.village.no);
    const reds = towns
      .flatMap((town) => [
        ...town.villages.flatMap(({ name, projects }) =>
          projects
            .filter((each) => each.leadBy === null)
            .map((project) => ({ place: `${town.name} ${name}`, project })),
        ),
        ...town.elsewhere.map((project) => ({ place: town.name, project })),
      ])
      .filter(({ project }) => project.countsAs === "red")
      .toSorted((a, b) => ((a.project.dueOn ?? "9999") < (b.project.dueOn ?? "9999") ? -1 : 1));
    return [
      ...this.#listed(
        "firstBelow",
        below.map(({ town, village }) => this.#village(village, town)),
      ),
      ...this.#listed(
        "firstReds",
        reds.map(({ place, project }) => this.#elsewhere([project], place)),
      ),
    ];
  }

  /**
   * Rows under a heading of their own, as many as stand before the register; nothing where there are none.
   */
  #listed(title: "firstBelow" | "firstReds", rows: readonly Drawn[]): Drawn[] {
    if (rows.length === 0) return [];
    const line = (text: string, leads: boolean): Drawn => ({
      height: 6.4,
      leads,
      draw: (pen, x, y) => {
        pen.rect(x, y, this.#width, 6.4, { fill: ink.band });
        pen.text(text, x + cellPad, y + (6.4 - lineOf(8.6)) / 2, this.#width - 2 * cellPad, {
          size: 8.6,
          bold: true,
        });
        this.#under(x, y, 6.4);
      },
    });
    const heading = line(this.#words(`print.board.${title}`, { count: rows.length }), true);
    const left = rows.length - mostFirst;
    return [
      heading,
      ...rows.slice(0, mostFirst),
      ...(left > 0 ? [line(this.#words("print.board.firstRest", { count: left }), false)] : []),
    ];
  }

  #town(town: ChartTown): Drawn[] {
    const words = this.#words;
    const { figures } = town;
    const heading = this.#sum(
      nameOn(this.#words, town.name),
      words("print.board.townSum", { met: figures.met, villages: figures.villages }),
      town,
      town.villages.length > 0,
    );
    const again: Drawn = {
      height: 4.6,
      draw: (pen, x, y) => {
        pen.rect(x, y, this.#width, 4.6, { fill: ink.fill });
        pen.text(
          words("print.board.continued", { town: nameOn(this.#words, town.name) }),
          x + cellPad,
          y + 0.5,
          this.#width / 3,
          {
            size: body,
            bold: true,
            colour: ink.soft,
          },
        );
        this.#under(x, y, 4.6);
      },
    };
    const rows = town.villages.map((village) => ({ ...this.#village(village), again }));
    const elsewhere = town.elsewhere.length > 0 ? [{ ...this.#elsewhere(town.elsewhere), again }] : [];
    return [heading, ...rows, ...elsewhere];
  }

  /** A town's or the whole chart's figures, in the columns of the villages' own. */
  #sum(
    name: string,
    note: string,
    { figures, paceFen }: Pick<ChartTown, "figures" | "paceFen">,
    leads: boolean,
  ): Drawn {
    const height = 6.4;
    const words = this.#words;
    return {
      height,
      leads,
      draw: (pen, x, y) => {
        const style = { size: 8.2, bold: true };
        const top = y + (height - lineOf(style.size)) / 2;
        pen.rect(x, y, this.#width, height, { fill: ink.band });
        const nameWidth = this.#at.income.x - cellPad;
        const own = Math.min(pen.width(name, style), nameWidth * 0.62);
        pen.text(name, x + cellPad, top, own + 0.3, style);
        pen.text(note, x + cellPad + own + 1.6, top + 0.15, nameWidth - own - 2, { size: 7.2 });
        const hasData = figures.noData < figures.villages;
        const hasVillages = figures.villages > 0;
        this.#cell(
          "income",
          hasData ? this.#amount(figures.operatingFen, figures.targetFen) : "—",
          x,
          top,
          style,
        );
        this.#cell("target", hasVillages ? this.#amount(figures.targetFen) : "—", x, top, style);
        this.#cell("gap", hasData ? this.#amount(figures.gapFen, 0) : "—", x, top, style);
        this.#cell(
          "tier",
          figures.noData > 0
            ? words("print.board.noData", {
                noData: figures.noData - figures.filed.waiting,
                waiting: figures.filed.waiting,
              })
            : "",
          x,
          top,
          { size: 7.2 },
        );
        if (hasVillages)
          this.#bar(hasData ? figures.operatingFen : null, figures.targetFen, paceFen, x, y, height);
        const { once } = figures.projects;
        const byLight = lightsOf(once);
        pen.text(
          words("print.board.projectSum", { count: countOf(byLight) }),
          x + this.#at.number.x + cellPad,
          top,
          this.#at.project.width,
          style,
        );
        let at = x + this.#at.light.x + cellPad;
        for (const light of ["red", "yellow", "green", "grey", "paused"] as const) {
          pen.light(light, at, y + (height - 2.3) / 2, 2.3);
          const none = byLight[light] === 0;
          pen.text(String(byLight[light]), at + 3.2, top, 6, {
            size: 8,
            bold: !none && light === "red",
            colour: none ? ink.soft : ink.text,
          });
          at += 10;
        }
        this.#under(x, y, height);
      },
    };
  }

  #total(): Drawn {
    const { totals, node, paceFen } = this.#chart;
    const note = this.#words("print.board.townSum", { met: totals.met, villages: totals.villages });
    const row = this.#sum(
      this.#words("print.board.total", { place: nameOn(this.#words, node.shortName) }),
      note,
      { figures: totals, paceFen },
      false,
    );
    return {
      ...row,
      draw: (pen, x, y) => {
        row.draw(pen, x, y);
        for (const edge of [y, y + row.height])
          pen.line(x, edge, x + this.#width, edge, { weight: 0.4, colour: ink.text });
      },
    };
  }

  /** @param town said instead of the code where villages of many towns stand together */
  #village(village: ChartVillage, town?: string): Drawn {
    const lines = this.#projectLines(village.projects);
    const height = Math.max(rowHeight, lines.height);
    const words = this.#words;
    return {
      height,
      draw: (pen, x, y) => {
        const top = y + (rowHeight - lineOf(body)) / 2;
        const { operatingFen, targetFen, met } = village;
        const without = operatingFen === null;
        this.#cell("no", String(village.no), x, top, { size: 6.6, colour: ink.soft });
        this.#cell("name", nameOn(this.#words, village.name), x, top - 0.15, { size: 8.4, bold: true });
        this.#cell("code", town ?? village.code, x, top + 0.1, { size: 6.8, colour: ink.soft });
        this.#cell("income", without ? "—" : this.#amount(operatingFen, targetFen), x, top, { bold: !met });
        if (!without && !met) pen.below(x + this.#at.income.x + cellPad, y + (rowHeight - 1.9) / 2, 1.9);
        this.#cell("target", this.#amount(targetFen), x, top, { colour: ink.soft });
        this.#cell("gap", without ? "—" : this.#amount(village.gapFen, 0), x, top, {
          bold: !met && !without,
        });
        const { x: tierX, width } = this.#at.tier;
        if (without) pen.hatch(x + tierX + 0.4, y + 0.5, width - 0.8, rowHeight - 1);
        else if (!met) pen.rect(x + tierX + 0.4, y + 0.5, width - 0.8, rowHeight - 1, { fill: ink.fill });
        if (without) pen.rect(x + tierX + 2.5, y + 0.9, width - 5, rowHeight - 1.8, { fill: "#ffffff" });
        const tier =
          village.tier === noData
            ? words(village.waiting ? "tier.waiting" : "tier.noData")
            : (this.#tiers.get(village.tier) ?? village.tier);
        this.#cell("tier", tier, x, top, { align: "center", bold: !met });
        this.#bar(operatingFen, targetFen, village.paceFen, x, y, rowHeight);
        lines.draw(pen, x, y);
        this.#under(x, y, height);
      },
    };
  }

  #elsewhere(projects: readonly ChartProject[], place = this.#words("print.board.elsewhere")): Drawn {
    const lines = this.#projectLines(projects);
    const height = Math.max(rowHeight, lines.height);
    return {
      height,
      draw: (pen, x, y) => {
        const top = y + (rowHeight - lineOf(body)) / 2;
        pen.text(
          nameOn(this.#words, place),
          x + this.#at.name.x + cellPad,
          top,
          this.#at.number.x - this.#at.name.x - 2 * cellPad,
          {
            size: body,
            colour: ink.soft,
          },
        );
        lines.draw(pen, x, y);
        this.#under(x, y, height);
      },
    };
  }

  #projectLines(projects: readonly ChartProject[]) {
    const parts = projects.map((project) => this.#projectLine(project));
    return {
      height: parts.reduce((sum, part) => sum + part.height, 0),
      draw: (pen: Canvas, x: number, y: number) => {
        let at = y;
        for (const [index, part] of parts.entries()) {
          if (index > 0)
            pen.line(x + this.#at.number.x, at, x + this.#width, at, { colour: ink.hair, dash: 0.6 });
          part.draw(pen, x, at);
          at += part.height;
        }
      },
    };
  }

  #projectLine(project: ChartProject): Drawn {
    const words = this.#words;
    const pen = this.#pen;
    const roomOf = (column: Column) => this.#at[column].width - 2 * cellPad;
    const name = [project.name, project.twin, project.shareBp === null ? null : `${project.shareBp / 100}%`]
      .filter(Boolean)
      .join(" · ");
    const small = { size: 6.8 };
    const names = pen.lines(name, roomOf("project"), { size: body }, 2);
    const say = (text: string, most: number) =>
      "why" in this.#at && text ? pen.lines(text, roomOf("why"), small, most) : [];
    const why = say(whyInWords(project.why, words), 3);
    const remedy = say(remediesInWords(project.remedies, words, true), 4);
    const owner = pen.lines(nameOn(this.#words, project.owner), roomOf("owner"), { size: body }, 2);
    const full = project.leadBy === null;
    const text = Math.max(
      names.length * lineOf(body),
      full ? (why.length + remedy.length) * lineOf(small.size) : 0,
      full ? owner.length * lineOf(body) : 0,
    );
    const height = Math.max(rowHeight, text + 1.4);
    return {
      height,
      draw: (_, x, y) => {
        const top = y + (rowHeight - lineOf(body)) / 2;
        const cell = (column: Column) => ({ x: x + this.#at[column].x + cellPad, width: roomOf(column) });
        const several = (column: Column, lines: readonly string[], style: TextStyle) => {
          const step = lineOf(style.size ?? body);
          pen.block(
            lines,
            cell(column).x,
            lines.length === 1 ? top : y + (height - lines.length * step) / 2,
            cell(column).width,
            style,
          );
        };
        this.#cell("number", project.number, x, top, { size: 7, colour: ink.soft });
        several("project", names, { size: body });
        pen.lightWord(
          project.light,
          words(`light.${project.light}`),
          cell("light").x,
          top,
          cell("light").width,
          { size: body },
        );
        if (!full) {
          pen.text(
            words("print.board.see", { village: project.leadBy ?? "" }),
            cell("phase").x,
            top,
            this.#width - this.#at.phase.x - 2 * cellPad,
            {
              size: 6.8,
              colour: ink.soft,
            },
          );
          return;
        }
        this.#cell("phase", words(`project.phasesShort.${project.phase}`), x, top);
        const actual = project.actualBp === null ? "—" : `${project.actualBp / 100}%`;
        this.#cell("progress", `${actual} / ${project.plannedBp / 100}%`, x, top);
        several("owner", owner, { size: body });
        this.#cell("due", project.dueOn ?? "—", x, top);
        if (why.length === 0) return;
        const { x: left, width } = cell("why");
        const told = (why.length + remedy.length) * lineOf(small.size);
        const first = y + (height - told) / 2;
        pen.block(
          remedy,
          left,
          first + pen.block(why, left, first, width, { ...small, colour: ink.soft }),
          width,
          small,
        );
      },
    };
  }

  #amount = (fen: number, lineFen?: number): string =>
    fen === 0 ? "0" : formatFen(fen, this.#look.unit, lineFen);

  #cell(column: Column, text: string, x: number, y: number, style: TextStyle = {}): void {
    const place = this.#at[column];
    if (!place) return;
    const apart = column === "progress" ? 2 * cellPad : 0; // digits that end where the owner's name begins
    this.#pen.text(text, x + place.x + cellPad, y, place.width - 2 * cellPad - apart, {
      size: body,
      align: rightAligned.includes(column) ? "right" : column === "tier" ? "center" : "left",
      ...style,
    });
  }

  /**
   * Income against target: full at 100 %; the tick is the pace. Met is dark, short is light, without data
   * there is none.
   */
  #bar(
    operatingFen: number | null,
    targetFen: number,
    paceFen: number,
    x: number,
    y: number,
    height: number,
  ): void {
    const pen = this.#pen;
    const place = this.#at.bar;
    const percentWidth = 9.5;
    const [left, width, tall] = [x + place.x + cellPad, place.width - 3 * cellPad - percentWidth, 2.3];
    const top = y + (height - tall) / 2;
    const share = (fen: number) => (targetFen > 0 ? Math.min(1, Math.max(0, fen / targetFen)) : 0);
    if (operatingFen !== null) {
      pen.rect(left, top, width * share(operatingFen), tall, {
        fill: operatingFen >= targetFen ? "#3f5f52" : "#a7b1bc",
      });
    }
    pen.rect(left, top, width, tall, { stroke: ink.line, weight: 0.15 });
    const pace = left + width * share(paceFen);
    pen.line(pace, top - 0.6, pace, top + tall + 0.6, { weight: 0.35, colour: ink.text });
    const text = operatingFen === null ? "—" : ratio(operatingFen, targetFen);
    pen.text(text, left + width + 0.3, y + (height - lineOf(7)) / 2, percentWidth, {
      size: 7,
      align: "right",
    });
  }

  #under(x: number, y: number, height: number): void {
    this.#pen.line(x, y + height, x + this.#width, y + height, { weight: 0.12 });
    this.#divide(x, y, height);
  }

  /** The edges of the table, and the line between villages and projects. */
  #divide(x: number, y: number, height: number): void {
    for (const at of [0, this.#at.number.x, this.#width])
      this.#pen.line(x + at, y, x + at, y + height, { weight: at === this.#at.number.x ? 0.25 : 0.15 });
  }
}
