import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { type Command, defineCommand, takes } from "#lib/audit/define-command.ts";
import { writeAnchor } from "#lib/audit/store/anchors.ts";
import type { Head } from "#lib/audit/store/record.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { cachedTranslate, type Translate } from "#lib/core/columns.ts";
import {
  type Ctx,
  inView,
  isDemonstration,
  today,
  type ViewRequest,
  viewWithoutDay,
} from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { localTime, yearOfMonth } from "#lib/core/dates.ts";
import { unitIn } from "#lib/core/money.ts";
import { divisionById, pathTo } from "#lib/divisions/queries/divisions.ts";
import { monthInWords, titleOf as monthlyTitle } from "#lib/exports/formats/monthly-form.ts";
import { monthlyOf } from "#lib/exports/queries/monthly.ts";
import { addedUp } from "#lib/exports/rules/monthly-line.ts";
import { fundingTotals } from "#lib/funding/queries/totals.ts";
import { villageCard } from "#lib/income/queries/village-card.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { projectCard, projectLights } from "#lib/projects/queries/project-card.ts";
import { Canvas } from "../formats/canvas.ts";
import { drawTiled, drawWhole } from "../formats/draw.ts";
import { fontFiles } from "../formats/fonts.ts";
import type { Stamp } from "../formats/frame.ts";
import { drawMonthly } from "../formats/monthly-sheet.ts";
import { drawPoster, titleOf as posterTitle } from "../formats/poster.ts";
import { drawProject } from "../formats/project-sheet.ts";
import { drawVillage } from "../formats/village-sheet.ts";
import { boardLayout, titleOf } from "../formats/wall-chart.ts";
import type { BoardPrint, MonthlyPrint, PosterPrint, ProjectPrint, VillagePrint } from "../input.ts";
import { posterOf, wallChart } from "../queries/wall-chart.ts";
import {
  boardFigures,
  monthlyFigures,
  type PrintedFigures,
  posterFigures,
  printedFigures,
  projectFigures,
  villageFigures,
} from "../rules/printed-figures.ts";
import { nameOn } from "../rules/sentences.ts";
import { isSmaller, type Size } from "../rules/sizes.ts";

/** In whose words, and where a phone finds `/verify`. */
export type PrintContext = { words: Translate; language: string; origin: string };

export type PrintedPaper = {
  /** The print's audit event: its number and hash are the head that stands on the paper. */
  number: number;
  hash: string;
  name: { ascii: string; full: string };
  /** The PDF, whole in memory: a chart is some hundred kilobytes. */
  body: Readable;
};

/** What the trail keeps of a print: enough to say later what a sheet of paper is. */
export type StorePrint = {
  kind: "board" | "poster" | "village" | "project" | "monthly";
  scope: { code: string; name: string };
  year: number | null;
  asOf: Day;
  /** Which rows counted and by which basis; absent on prints from before there was a choice. */
  approvedOnly?: boolean;
  basis?: string;
  size: Size;
  paper: Size;
  unit: string;
  language: string;
  totals: Record<string, number>;
  /** Of everything that is printed, before it is set: the same figures give the same one. */
  sha256: string;
  /**
   * The figures line by line, which the head on the paper thereby stands for. Absent on prints from before
   * they were kept.
   */
  figures?: PrintedFigures;
  demonstration: boolean;
};

type Job = {
  press: PrintContext;
  title: string;
  content: unknown;
  figures: string[];
  kept: Omit<StorePrint, "language" | "sha256" | "figures" | "demonstration">;
  looked: ReturnType<typeof lookOf>;
  /** Where the subject lies, unless its scope's code says so. */
  divisionCode?: string;
  draw: (pen: Canvas, stamp: Stamp) => void;
};

/** A command that prints what `jobOf` has read: it is remembered, then drawn with its event's head. */
function definePrint<I, G extends readonly unknown[]>(
  jobOf: (ctx: Ctx, input: I, given: G) => Promise<Job>,
): Command<I, G, PrintedPaper> {
  return defineCommand({
    verb: "print.run",
    input: takes<unknown, readonly unknown[]>(),
    async prepare(ctx, { input, given }) {
      const { divisionCode, ...job } = await jobOf(ctx, input as I, given as unknown as G);
      const fonts = fontFiles(); // before anything is remembered: without them there is no paper
      const sha256 = createHash("sha256").update(JSON.stringify(job.content)).digest("hex");
      return { ...job, fonts, sha256, divisionCode: divisionCode ?? job.kept.scope.code };
    },
    place: (_, __, { prepared: { divisionCode } }) => ({ divisionCode }),
    async work(tx, _, { prepared: { kept, looked, press, figures, sha256, divisionCode } }) {
      const demonstration = await isDemonstration(tx);
      const { language } = press;
      const after: StorePrint = {
        ...kept,
        ...looked,
        language,
        sha256,
        figures: printedFigures(figures),
        demonstration,
      };
      const name = `${kept.scope.name} ${kept.size}`;
      return {
        result: { demonstration },
        audit: { subject: { type: "print", id: null, name, divisionCode }, after },
      };
    },
    async after(ctx, { prepared: { kept, press, title, fonts, draw }, result: { demonstration }, event }) {
      const { seq, hash } = event as Head;
      await writeAnchor(ctx.db, `print ${kept.kind} ${kept.scope.code} ${kept.asOf}`, { seq, hash });
      const by = ctx.actor.role === "operator" ? press.words("role.operator") : ctx.actor.name;
      const pen = new Canvas({ title, author: by, at: ctx.now, language: press.language }, fonts);
      const printedAt = localTime(ctx.now.toISOString());
      draw(pen, { seq, hash, printedAt, by, origin: press.origin, demonstration });
      pen.doc.end();
      return { number: seq, hash, name: nameOf(kept, seq, title), body: pen.doc as unknown as Readable };
    },
  });
}

/**
 * The wall chart as a PDF. Reads once, remembers the print as one audit event, then draws what was read with
 * that event's head on every sheet: nothing is printed unremembered. A past day is read as of then; the print
 * itself is of now.
 * @throws {NotFound} outside the actor's scope; {Refused} `asOfFuture`
 */
export const printBoard = definePrint<BoardPrint, [PrintContext]>(async (ctx, request, [press]) => {
  const then = inView(ctx, request);
  const chart = await wallChart(then, request);
  const { size } = request;
  const paper = request.paper ?? (isSmaller(size, "A3") ? size : "A3");
  const { totals } = chart;
  const words = cachedTranslate(press.words);
  return {
    press,
    title: titleOf(chart, words),
    content: chart,
    figures: boardFigures(chart),
    looked: lookOf(request),
    kept: {
      kind: "board",
      scope: { code: chart.node.code, name: chart.node.name },
      year: chart.year,
      asOf: chart.asOf,
      size,
      paper: isSmaller(paper, size) ? paper : size,
      unit: unitIn(press.language, request.unit),
      totals: {
        villages: totals.villages,
        met: totals.met,
        noData: totals.noData,
        operatingFen: totals.operatingFen,
        targetFen: totals.targetFen,
        gapFen: totals.gapFen,
        projects: countOf(lightsOf(totals.projects.once)),
      },
    },
    draw: (pen, stamp) => {
      const laid = boardLayout(
        pen,
        chart,
        { size, unit: unitIn(press.language, request.unit), language: press.language },
        words,
        stamp,
      );
      if (isSmaller(paper, size)) drawTiled(pen, laid, size, paper, words, stamp);
      else drawWhole(pen, laid, size);
    },
  };
});

/**
 * The poster: what a room has to see of a board, on one sheet.
 * @throws {NotFound} outside the actor's scope; {Refused} `asOfFuture`
 */
export const printPoster = definePrint<PosterPrint, [PrintContext]>(async (ctx, request, [press]) => {
  const poster = await posterOf(inView(ctx, request), request);
  const words = cachedTranslate(press.words);
  const { size } = request;
  const { totals, below, reds } = poster;
  return {
    press,
    title: posterTitle(poster, words),
    looked: lookOf(request),
    content: poster,
    figures: posterFigures(poster),
    kept: {
      kind: "poster",
      scope: { code: poster.node.code, name: poster.node.name },
      year: poster.year,
      asOf: poster.asOf,
      size,
      paper: size,
      unit: "wan",
      totals: {
        villages: totals.villages,
        met: totals.met,
        below: below.villages.length,
        gapFen: totals.gapFen,
        reds: reds.length,
      },
    },
    draw: (pen, stamp) => drawPoster(pen, poster, { size, language: press.language }, words, stamp),
  };
});

/** A village's card (一村一策) of a year on one sheet of A4. @throws {NotFound} outside the actor's scope. */
export const printVillage = definePrint<number, [VillagePrint, PrintContext]>(
  async (ctx, id, [request, press]) => {
    const then = inView(ctx, request);
    const on = today(then);
    const year = request.year ?? yearOfMonth(await monthToRead(then));
    const card = await villageCard(then, id, year);
    const projects = (await projectLights(then.db, card.village, on)).filter(
      (each) => each.sameAsId === null,
    );
    const begun =
      year < Number(on.slice(0, 4)) ? 12 : year > Number(on.slice(0, 4)) ? 0 : Number(on.slice(5, 7));
    const { code, shortName } = card.village;
    return {
      press,
      title: press.words("print.village.title", {
        village: nameOn(press.words, shortName),
        year: String(year),
      }),
      looked: lookOf(request),
      content: { ...card, byProject: [...card.byProject], projects, on },
      figures: villageFigures(card, projects),
      kept: {
        kind: "village",
        scope: { code, name: shortName },
        year,
        asOf: on,
        size: "A4",
        paper: "A4",
        unit: unitIn(press.language, request.unit),
        totals: {
          operatingFen: card.totals.operatingFen,
          targetFen: card.targetFen,
          gapFen: card.gapFen ?? 0,
          projects: projects.length,
        },
      },
      draw: (pen, stamp) =>
        drawVillage(
          pen,
          { card, projects, on, begun },
          unitIn(press.language, request.unit),
          press.language,
          press.words,
          stamp,
        ),
    };
  },
);

/** A project on one sheet of A4. @throws {NotFound} outside the actor's scope. */
export const printProject = definePrint<number, [ProjectPrint, PrintContext]>(
  async (ctx, id, [request, press]) => {
    const then = inView(ctx, request);
    const on = today(then);
    const card = await projectCard(then, id);
    const { project, twin } = card;
    const holder = project.sameAsId !== null && twin ? twin : null;
    const { rows, total } = await fundingTotals(then, { project: holder?.id ?? project.id }, "source");
    const town = await divisionById(then.db, then.actor, project.townId);
    const path = (await pathTo(then.db, town)).map((each) => each.shortName);
    return {
      press,
      title: `${project.number} ${project.name}`,
      looked: lookOf(request),
      content: { ...card, rows, total, on },
      figures: projectFigures(card, { rows, total }),
      kept: {
        kind: "project",
        scope: { code: project.number, name: project.name },
        year: null,
        asOf: on,
        size: "A4",
        paper: "A4",
        unit: unitIn(press.language, request.unit),
        totals: { progressBp: card.standing.latest?.progressBp ?? 0, ...total },
      },
      divisionCode: project.townCode,
      draw: (pen, stamp) =>
        drawProject(
          pen,
          {
            card,
            path,
            funding: { rows, total },
            holder: holder?.number ?? null,
            on,
            view: viewWithoutDay(then.db),
          },
          unitIn(press.language, request.unit),
          press.words,
          stamp,
        ),
    };
  },
);

/**
 * 月报 of a county or town, the figures of its workbook, to be signed.
 * @throws {NotFound} outside the actor's scope; {Refused} `asOfFuture`
 */
export const printMonthly = definePrint<MonthlyPrint, [PrintContext]>(async (ctx, request, [press]) => {
  const monthly = await monthlyOf(inView(ctx, request), request);
  const { node, month, asOf } = monthly;
  const words = cachedTranslate(press.words);
  return {
    press,
    title: `${monthlyTitle(monthly, words)} ${monthInWords(month, words)}`,
    looked: lookOf(request),
    content: monthly,
    figures: monthlyFigures(monthly),
    kept: {
      kind: "monthly",
      scope: { code: node.code, name: node.name },
      year: Number(month.slice(0, 4)),
      asOf,
      size: request.size,
      paper: request.size,
      unit: unitIn(press.language, request.unit),
      totals: addedUp(monthly.units),
    },
    draw: (pen, stamp) => drawMonthly(pen, monthly, request, words, stamp),
  };
});

const lookOf = ({ approvedOnly = false, basis = "strict" }: ViewRequest) => ({ approvedOnly, basis });

/** guatu-board-350212000000-20161130-A3-000123.pdf, and the same in the reader's words. */
function nameOf(
  { kind, scope, asOf: on, size }: Job["kept"],
  seq: number,
  title: string,
): PrintedPaper["name"] {
  const tail = `${on.replaceAll("-", "")}-${size}-${String(seq).padStart(6, "0")}.pdf`;
  const plain = title.replace(/[\\/:*?"<>|\s]+/g, "");
  const code = kind === "project" ? "" : `${scope.code}-`;
  return { ascii: `guatu-${kind}-${code}${tail}`, full: `${plain}-${tail}` };
}
