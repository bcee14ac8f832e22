import { cachedTranslate, type Translate, viewInWords } from "#lib/core/columns.ts";
import { type Day, dayOf } from "#lib/core/dates.ts";
import { formatFen, type Unit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import type { villageCard } from "#lib/income/queries/village-card.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import type { LitProject } from "#lib/projects/queries/project-card.ts";
import { nameOn, remediesInWords, whyInWords } from "../rules/sentences.ts";
import { portrait } from "../rules/sizes.ts";
import { ticksTo } from "../rules/ticks.ts";
import type { Area } from "../rules/tiling.ts";
import { type Canvas, ink, lineOf } from "./canvas.ts";
import { foot, footHeight, headline, lightLegend, type Stamp } from "./frame.ts";
import { type GridColumn, grid, heading, numbers, pairs } from "./grid.ts";

export type VillageSheet = {
  card: Awaited<ReturnType<typeof villageCard>>;
  projects: readonly LitProject[];
  on: Day;
  /** How many months of the year have begun on the day: how far its pace has come. */
  begun: number;
};

const margin = 9;
const gap = 3.2;
const leastPlan = 22;

/** 一村一策: one village and year on one sheet of A4. */
export function drawVillage(
  pen: Canvas,
  { card, projects, on, begun }: VillageSheet,
  unit: Unit,
  language: string,
  translate: Translate,
  stamp: Stamp,
): void {
  const words = cachedTranslate(translate);
  const sheet = portrait("A4");
  const width = sheet.width - 2 * margin;
  const bottom = sheet.height - margin - footHeight;
  const { village, year, operatingFen, targetFen, gapFen } = card;
  const amount = (fen: number | null, lineFen?: number) =>
    fen === null ? "—" : fen === 0 ? "0" : formatFen(fen, unit, lineFen);
  const unitName = words(`unit.${unit}`);
  const basis = card.view.basis ?? "strict";
  const paceFen = begun === 0 ? 0 : (card.paceFen[begun - 1] ?? 0);
  const reported = card.filed.filter((month) => month.reported).length;
  const approved = card.filed.filter((month) => month.approved).length;
  const band = card.bands.find((each) => each.key === card.tier);
  const tier =
    card.tier === noData
      ? words(reported > 0 ? "tier.waiting" : "tier.noData")
      : ((language === "en" ? band?.nameEn : band?.name) ?? card.tier);

  pen.page(sheet);
  pen.placed({ x: margin, y: margin }, null, () => {
    const path = card.path.map((each) => nameOn(words, each.shortName)).join(" ");
    let y = headline(
      pen,
      words,
      { width },
      words("print.village.title", { village: nameOn(words, village.shortName), year: String(year) }),
      [path, village.code, tier],
      stamp,
    );

    y +=
      1 +
      numbers(pen, 0, y + 1, width, [
        {
          label: words(`view.income.${basis}`),
          value: amount(operatingFen, targetFen),
          unit: unitName,
          note:
            operatingFen === null
              ? reported > 0
                ? words("village.waiting", { reported })
                : words("village.unreported")
              : words("print.village.ofTarget", { percent: ratio(operatingFen, targetFen) }),
          strong: true,
        },
        {
          label: words("village.target"),
          value: amount(targetFen),
          unit: unitName,
          note: words("village.targetIs"),
        },
        {
          label: words("village.gapYuan"),
          value: gapFen === null ? "—" : gapFen === 0 ? "0" : formatFen(gapFen),
          unit: words("unit.yuan"),
          note: operatingFen === null ? "" : words(card.met ? "print.village.met" : "print.village.notMet"),
          strong: !card.met,
        },
        {
          label: words("village.pace"),
          value: amount(paceFen),
          unit: unitName,
          note: operatingFen === null ? "" : paceNote(operatingFen, paceFen, amount, words),
        },
        {
          label: words("village.selfGenerated"),
          value: card.selfGeneratedBp === null ? "—" : `${(card.selfGeneratedBp / 100).toFixed(1)}%`,
          note: words("village.reportedMonths", { reported, approved, due: begun }),
        },
      ]);

    y +=
      gap +
      heading(
        pen,
        0,
        y + gap,
        width,
        words("village.cumulativeChart", { income: words(`view.incomeWithin.${basis}`) }),
        words("print.village.chartNote", { unit: unitName }),
      );
    chart(pen, card, { x: 0, y, width, height: 33 }, unit, words);
    y += 33;
    const label = { label: "", width: 19 };
    const months: GridColumn[] = card.months.map(({ month }) => ({
      label: words("village.monthShort", { month: Number(month.slice(5)) }),
      width: 14,
      align: "right",
    }));
    const none = (at: number) => (card.months[at]?.posted ?? 0) === 0;
    y += grid(
      pen,
      0,
      y,
      width,
      [label, ...months],
      [
        {
          cells: [
            words("print.village.ofMonth"),
            ...card.months.map((month, at) =>
              none(at)
                ? at < begun || card.filed[at]?.reported
                  ? words(card.filed[at]?.reported ? "tier.waiting" : "tier.noData")
                  : ""
                : amount(month.operatingFen, targetFen),
            ),
          ],
        },
        {
          cells: [
            words("village.cumulative"),
            ...card.cumulativeFen.map((fen, at) =>
              at < begun && operatingFen !== null ? amount(fen, targetFen) : "",
            ),
          ],
          bold: true,
        },
        { cells: [words("village.pace"), ...card.paceFen.map((fen) => amount(fen))] },
      ],
    ).height;

    const members =
      card.cluster?.members
        .map((each) => `${nameOn(words, each.name)}${words(each.leads ? "village.leads" : "village.led")}`)
        .join(" ") ?? "";
    y +=
      2 +
      pairs(pen, 0, y + 2, width, 3, [
        [words("village.contact"), village.contact],
        [words("village.contactPhone"), village.contactPhone],
        [words("village.cluster"), members],
      ]);

    const accounts = card.byAccount.filter((row) => row.totalFen !== 0);
    const accountsHeight = 5.8 + 5.2 + Math.min(accounts.length, 7) * 5 + 6;
    const projectsRoom = bottom - margin - y - gap * 3 - 2 * 5.8 - accountsHeight - leastPlan;
    y += gap + heading(pen, 0, y + gap, width, words("village.projects"), words("print.asOf", { on }));
    if (projects.length === 0) {
      pen.text(words("village.noProjects"), 2.5, y, width, { size: 8, colour: ink.soft });
      y += 5;
    } else {
      const drawn = grid(
        pen,
        0,
        y,
        width,
        [
          { label: words("village.light"), width: 17 },
          { label: words("project.number"), width: 15 },
          { label: words("project.name"), width: 46, most: 2 },
          { label: words("project.phase"), width: 17 },
          { label: words("print.board.column.progress"), width: 24, align: "right" },
          { label: words("project.owner"), width: 32, most: 2 },
          { label: words("project.due"), width: 20 },
          { label: words("village.projectIncome", { year }), width: 24, align: "right" },
        ],
        projects.map((project) => ({
          cells: [
            { light: project.light, word: words(`light.${project.light}`) },
            project.number,
            project.villages.length > 1
              ? `${project.name} ${(project.villages.find((part) => part.villageId === village.id)?.shareBp ?? 0) / 100}%`
              : project.name,
            words(`project.phasesShort.${project.phase}`),
            `${project.progress.actualBp === null ? "—" : `${project.progress.actualBp / 100}%`} / ${project.progress.plannedBp / 100}%`,
            nameOn(words, project.owner),
            project.dueOn ?? "—",
            amount(card.byProject.get(project.id) ?? null),
          ],
          note: [whyInWords(project.why, words), remediesInWords(project.remedies, words, true)]
            .filter(Boolean)
            .join("    "),
        })),
        projectsRoom,
      );
      y += drawn.height;
      if (drawn.left > 0) {
        pen.text(words("print.more", { count: drawn.left }), 2.5, y + 0.5, width, {
          size: 7,
          colour: ink.soft,
        });
        y += 4;
      }
    }

    y +=
      gap +
      heading(
        pen,
        0,
        y + gap,
        width,
        words("village.byAccount"),
        words("print.village.accountsNote", { year, unit: unitName }),
      );
    const half = width / 2 - 2;
    const accountColumns: GridColumn[] = [
      { label: words("print.village.account"), width: 44 },
      { label: words("print.village.counts"), width: 26 },
      { label: words("print.amount"), width: 24, align: "right" },
    ];
    const rows = [
      ...accounts.slice(0, 7).map((row) => ({
        cells: [
          `${row.code} ${language === "en" ? row.nameEn : row.name}`,
          words(`export.accountKind.${row.kind}`),
          amount(row.totalFen, targetFen),
        ],
      })),
      {
        cells: [
          words("village.operatingTotal", { income: words(`view.income.${basis}`) }),
          "",
          amount(operatingFen, targetFen),
        ],
        bold: true,
      },
    ];
    const sums = grid(pen, 0, y, half, accountColumns, rows).height;
    const targets = grid(
      pen,
      half + 4,
      y,
      half,
      [
        { label: words("print.village.targets"), width: 20 },
        { label: words("print.amount"), width: 22, align: "right" },
        { label: words("village.targetReason"), width: 52, most: 2 },
      ],
      card.targets.length > 0
        ? card.targets.slice(0, 4).map((target) => ({
            cells: [dayOf(new Date(target.recordedAt)), amount(target.amountFen), target.reason],
          }))
        : [{ cells: [String(year), amount(targetFen), words("village.campaignTarget")] }],
      accountsHeight,
    ).height;
    y += Math.max(sums, targets);

    // The plan has all that is left, to be written on by hand too.
    y += gap + heading(pen, 0, y + gap, width, words("village.plan"), words("village.planHint"));
    const planRoom = bottom - margin - y - 1;
    const plan = pen.lines(
      village.plan || words("village.noPlan"),
      width - 5,
      { size: 8.4 },
      Math.floor((planRoom - 3) / lineOf(8.4)),
    );
    pen.rect(0, y, width, planRoom, { stroke: ink.line });
    pen.block(plan, 2.5, y + 1.5, width - 5, { size: 8.4, colour: village.plan ? ink.text : ink.soft });
  });
  pen.placed({ x: margin, y: bottom }, null, () =>
    foot(
      pen,
      words,
      { width },
      {
        legend: (x, at) => lightLegend(pen, words, x, at),
        notes: words("print.village.notes", {
          unit: unitName,
          ...viewInWords(card.view, words),
          on,
          reported,
          approved,
          due: begun,
        }),
        page: 1,
        pages: 1,
        stamp,
      },
    ),
  );
}

function paceNote(
  operatingFen: number,
  paceFen: number,
  amount: (fen: number) => string,
  words: Translate,
): string {
  const ahead = operatingFen - paceFen;
  return words(ahead >= 0 ? "print.village.ahead" : "print.village.behind", {
    amount: amount(Math.abs(ahead)),
  });
}

/** Months as light bars, the running sum as a line, the pace dashed. */
function chart(
  pen: Canvas,
  card: VillageSheet["card"],
  { x, y, width, height }: Area,
  unit: Unit,
  words: Translate,
): void {
  const left = x + 19 * (width / (19 + 14 * 12)); // the twelve months stand above their columns of the table below
  const step = (x + width - left) / 12;
  const floor = y + height - 1.5;
  const tall = height - 6;
  const ticks = ticksTo(Math.max(card.targetFen, ...card.cumulativeFen, ...card.paceFen, 1));
  const most = ticks.at(-1) ?? 1;
  const up = (fen: number) => floor - (Math.max(0, fen) / most) * tall;
  for (const fen of ticks) {
    if (fen > 0) pen.line(left, up(fen), x + width, up(fen), { colour: ink.hair });
    const said = fen === 0 ? "0" : formatFen(fen, unit).replace(/\.0+$/, "");
    pen.text(said, x, up(fen) - lineOf(7) / 2, left - x - 1.5, { size: 7, align: "right", colour: ink.soft });
  }
  const newest = card.months.findLastIndex((month) => month.posted > 0);
  for (const [at, month] of card.months.entries()) {
    const middle = left + (at + 0.5) * step;
    if (month.posted > 0 && month.operatingFen > 0)
      pen.rect(middle - step * 0.22, up(month.operatingFen), step * 0.44, floor - up(month.operatingFen), {
        fill: "#c3cad3",
      });
    else if (month.posted === 0 && at <= newest) pen.hatch(middle - step * 0.22, floor - 3, step * 0.44, 3);
  }
  const middle = (at: number) => left + (at + 0.5) * step;
  pen.path(
    card.paceFen.map((fen, at) => ({ x: middle(at), y: up(fen) })),
    { weight: 0.25, colour: ink.soft, dash: 1 },
  );
  const sums = card.cumulativeFen.slice(0, newest + 1).map((fen, at) => ({ x: middle(at), y: up(fen) }));
  pen.path(sums, { weight: 0.55 });
  for (const point of sums) pen.rect(point.x - 0.6, point.y - 0.6, 1.2, 1.2, { fill: ink.text });
  pen.line(left, up(card.targetFen), x + width, up(card.targetFen), {
    weight: 0.3,
    colour: ink.text,
    dash: 0.4,
  });
  pen.text(words("village.target"), left + 1, up(card.targetFen) - lineOf(7), step * 2, {
    size: 7,
    bold: true,
  });
  pen.line(left, floor, x + width, floor, { weight: 0.25, colour: ink.text });
}
