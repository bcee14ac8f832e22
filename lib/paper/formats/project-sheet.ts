import { stages } from "#db/schema/funding.ts";
import type { View } from "#db/views.ts";
import { cachedTranslate, type Translate, viewInWords, wordIn } from "#lib/core/columns.ts";
import { type Day, daysBetween } from "#lib/core/dates.ts";
import { formatFen, type Unit } from "#lib/core/money.ts";
import type { FundingTotals } from "#lib/funding/queries/totals.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";
import { participantsInWords } from "#lib/projects/rules/participants-text.ts";
import { nameOn, remediesInWords, whyInWords } from "../rules/sentences.ts";
import { portrait } from "../rules/sizes.ts";
import { type Canvas, ink, lineOf } from "./canvas.ts";
import { foot, footHeight, headline, lightLegend, type Stamp } from "./frame.ts";
import { grid, heading, pairs } from "./grid.ts";

export type ProjectSheet = {
  card: ProjectCard;
  path: readonly string[];
  funding: Pick<FundingTotals, "rows" | "total">;
  /** Where the money of a twin stands. */
  holder: string | null;
  on: Day;
  /** Which money counts. */
  view: View;
};

const margin = 9;
const gap = 3;

/**
 * One project on one sheet of A4: where it stands and why, its phases, its reports, its money, whose it is.
 */
export function drawProject(
  pen: Canvas,
  { card, path, funding, holder, on, view }: ProjectSheet,
  unit: Unit,
  translate: Translate,
  stamp: Stamp,
): void {
  const words = cachedTranslate(translate);
  const sheet = portrait("A4");
  const width = sheet.width - 2 * margin;
  const bottom = sheet.height - margin - footHeight;
  const room = bottom - margin;
  const { project, standing, twin } = card;
  const amount = (fen: number) => (fen === 0 ? "—" : formatFen(fen, unit));
  const unitName = words(`unit.${unit}`);
  const list = words("print.comma");

  pen.page(sheet);
  pen.placed({ x: margin, y: margin }, null, () => {
    let y = headline(
      pen,
      words,
      { width },
      project.name,
      [
        project.number,
        words(`project.levels.${project.level}`),
        path.map((each) => nameOn(words, each)).join(" "),
      ],
      stamp,
    );

    y += 1.5;
    y += standingOf(pen, card, words, width, y);

    y +=
      2 +
      pairs(pen, 0, y + 2, width, 3, [
        [words("project.owner"), nameOn(words, project.owner)],
        [words("project.due"), standing.dueOn ?? ""],
        [words("project.contact"), [project.contact, project.contactPhone].filter(Boolean).join(" ")],
        [words("project.villages"), participantsInWords(standing.villages, list)],
        [words("project.type"), words(`project.types.${project.type}`)],
        [words("project.sector"), words(`project.sectors.${project.sector}`)],
        [
          words("project.approach"),
          project.approaches.map((each) => words(`project.approaches.${each}`)).join(list),
        ],
        [words("project.createdOn"), project.createdOn],
        [
          words(project.level === "key" ? "project.sameAs" : "project.sameAsKey"),
          twin ? `${twin.number} ${twin.name}` : "",
        ],
      ]);
    if (project.description) {
      const lines = pen.lines(project.description, width - 21, { size: 8 }, 3);
      pen.text(words("project.description"), 0, y + 0.3, 20, { size: 7.4, colour: ink.soft });
      y += pen.block(lines, 21, y + 0.2, width - 21, { size: 8 }) + 1;
    }

    y +=
      gap +
      heading(
        pen,
        0,
        y + gap,
        width,
        words("project.phasesTitle"),
        card.planRevision > 1
          ? words("project.planRevised", { times: card.planRevision - 1, reason: card.planReason })
          : words("project.planFirst"),
      );
    y += grid(
      pen,
      0,
      y,
      width,
      [
        { label: words("project.phase"), width: 30 },
        { label: words("project.plannedOn"), width: 24 },
        { label: words("project.plannedDone"), width: 18, align: "right" },
        { label: words("project.actualOn"), width: 26 },
        { label: words("project.deviation"), width: 24 },
        { label: words("project.evidenceTitle"), width: 70 },
      ],
      card.phases.map((line) => ({
        cells: [
          words(`project.phases.${line.phase}`),
          line.plannedOn ?? "—",
          line.plannedBp === null ? "—" : `${line.plannedBp / 100}%`,
          line.actualOn ?? "",
          deviation(line, on, words),
          line.evidence,
        ],
        bold: line.phase === standing.phase,
      })),
    ).height;

    // Money keeps its place at the bottom; reports take what is left between.
    const moneyHeight = gap + 5.8 + 5.2 + Math.max(1, funding.rows.length + 1) * 5.2;
    y += gap + heading(pen, 0, y + gap, width, words("project.reportsTitle"), words("project.reportsHint"));
    const reports = card.reports.slice(0, 12);
    if (reports.length === 0) {
      pen.text(words("print.project.noReports"), 2.5, y, width, { size: 8, colour: ink.soft });
      y += 5;
    } else {
      const drawn = grid(
        pen,
        0,
        y,
        width,
        [
          { label: words("project.month"), width: 16 },
          { label: words("project.light"), width: 18 },
          { label: words("project.planned"), width: 16, align: "right" },
          { label: words("project.actual"), width: 16, align: "right" },
          { label: words("project.phase"), width: 20 },
          { label: words("print.project.remarks"), width: 82, most: 2 },
          { label: words("project.reportedBy"), width: 24 },
        ],
        reports.map((report) => ({
          cells: [
            report.month,
            report.light ? { light: report.light, word: words(`light.${report.light}`) } : "—",
            report.plannedBp === null ? "—" : `${report.plannedBp / 100}%`,
            `${report.progressBp / 100}%`,
            words(`project.phasesShort.${report.phase}`),
            [
              report.delayReason
                ? report.delayText || words(`project.delayReasons.${report.delayReason}`)
                : "",
              report.note,
              report.forecastOn ? words("project.forecastIs", { on: report.forecastOn }) : "",
            ]
              .filter(Boolean)
              .join(" · "),
            report.personName,
          ],
        })),
        room - y - moneyHeight - 4.5,
      );
      y += drawn.height;
      const left = drawn.left + card.reports.length - reports.length;
      if (left > 0) {
        pen.text(words("print.project.earlier", { count: left }), 2.5, y + 0.4, width, {
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
        words("project.fundingTitle"),
        [
          holder ? words("project.fundingOfTwin", { number: holder }) : "",
          `${words("app.unit")}${words("app.colon")}${unitName}`,
        ]
          .filter(Boolean)
          .join(" · "),
      );
    if (funding.rows.length === 0) {
      pen.text(words("print.project.noFunding"), 2.5, y, width, { size: 8, colour: ink.soft });
      y += 5;
    } else {
      y += grid(
        pen,
        0,
        y,
        width,
        [
          { label: words("project.fundingSource"), width: 30 },
          ...stages.map((stage) => ({
            label: words(`funding.stage.${stage}`),
            width: 30,
            align: "right" as const,
          })),
        ],
        [
          ...funding.rows.map((row) => ({
            cells: [
              wordIn(words, "funding.source", row.key),
              ...stages.map((stage) => amount(row.stages[stage])),
            ],
          })),
          { cells: [words("app.total"), ...stages.map((stage) => amount(funding.total[stage]))], bold: true },
        ],
        room - y,
      ).height;
    }

    // What is left is for the meeting's pen.
    const left = room - y - gap - 5.8 - 1;
    if (left > 12) {
      y += gap + heading(pen, 0, y + gap, width, words("print.project.instructions"));
      pen.rect(0, y, width, left, { stroke: ink.line });
    }
  });
  pen.placed({ x: margin, y: bottom }, null, () =>
    foot(
      pen,
      words,
      { width },
      {
        legend: (x, at) => lightLegend(pen, words, x, at),
        notes: words("print.project.notes", { unit: unitName, ...viewInWords(view, words), on }),
        page: 1,
        pages: 1,
        stamp,
      },
    ),
  );
}

/**
 * The light with its sentence, what it stands before when it was set by hand, the sub-lights with what turns
 * each green, and actual progress against pace.
 * @returns its height.
 */
function standingOf(
  pen: Canvas,
  { standing, paceBp }: ProjectCard,
  words: Translate,
  width: number,
  y: number,
): number {
  const { assessment, latest, remedies } = standing;
  if (!assessment) {
    pen.text(
      words("project.endedBecause", { on: standing.endedOn ?? "", reason: standing.endedReason }),
      0,
      y,
      width,
      { size: 11, bold: true },
    );
    return 8;
  }
  const { override } = assessment;
  const small = { size: 7.6 };
  const lines = [
    ...(override
      ? [
          {
            name: words("project.computedLight"),
            light: override.computed,
            text: whyInWords(override.why, words),
            remedy: "",
          },
        ]
      : []),
    ...(assessment.month === null
      ? []
      : subLights.map((part) => ({
          name: words(`project.sublights.${part}`),
          light: assessment[part].light,
          text: whyInWords(assessment[part].why, words),
          remedy: remediesInWords(
            remedies.filter((each) => each.part === part),
            words,
          ),
        }))),
  ].map((line) => ({
    ...line,
    told: pen.lines(line.text, width - 50, small, 2),
    mended: line.remedy ? pen.lines(line.remedy, width - 50, small, 3) : [],
  }));
  const whole = pen.lines(whyInWords(assessment.why, words), width - 46, { size: 10 }, 2);
  const first = remedies.filter(({ part }) => assessment.month === null || part === "light");
  const mended = pen.lines(remediesInWords(first, words), width - 46, small, 2).filter(Boolean);

  let at = y + Math.max(11, 3.4 + whole.length * lineOf(10) + mended.length * lineOf(small.size) + 1.5);
  const rows = lines.map((line) => {
    const top = at;
    at += (line.told.length + line.mended.length) * lineOf(small.size) + 0.9;
    return { ...line, top };
  });
  const height = at + 8 - y;
  pen.rect(0, y, width, height, { stroke: ink.line, weight: 0.3 });
  pen.light(assessment.light, 4, y + 3, 6);
  pen.text(words(`light.${assessment.light}`), 12.5, y + 2.6, 26, { size: 15, bold: true });
  const said = pen.block(whole, 42, y + 3.4, width - 46, { size: 10 });
  pen.block(mended, 42, y + 3.4 + said, width - 46, { ...small, bold: true });
  for (const { name, light, told, mended: remedy, top } of rows) {
    pen.text(name, 4, top, 22, { ...small, colour: ink.soft });
    pen.lightWord(light, words(`light.${light}`), 26, top, 18, small);
    pen.block(
      remedy,
      46,
      top + pen.block(told, 46, top, width - 50, { ...small, colour: ink.soft }),
      width - 50,
      small,
    );
  }
  const [left, long, tall] = [26, width - 78, 3];
  const done = (latest?.progressBp ?? 0) / 10_000;
  pen.text(words("project.progress"), 4, at + 1, 22, { ...small, colour: ink.soft });
  pen.rect(left, at + 1.4, long * Math.min(1, done), tall, { fill: ink.bar });
  pen.rect(left, at + 1.4, long, tall, { stroke: ink.line });
  const tick = left + long * (paceBp / 10_000);
  pen.line(tick, at + 0.6, tick, at + 1.4 + tall + 0.8, { weight: 0.45, colour: ink.text });
  const actual = latest ? `${latest.progressBp / 100}%` : "—";
  const numbers = words("print.project.progress", { actual, planned: `${paceBp / 100}%` });
  pen.text(numbers, left + long + 2, at + 1.4 + tall / 2 - lineOf(8) / 2, 48, { size: 8, align: "right" });
  return height;
}

const subLights = ["progress", "start", "funds"] as const;

function deviation(
  { plannedOn, actualOn }: ProjectCard["phases"][number],
  on: Day,
  words: Translate,
): string {
  if (!plannedOn) return "";
  if (!actualOn)
    return plannedOn < on ? words("project.overdueDays", { days: daysBetween(plannedOn, on) }) : "";
  const days = daysBetween(plannedOn, actualOn);
  if (days === 0) return words("project.onTime");
  return words(days > 0 ? "project.lateDays" : "project.earlyDays", { days: Math.abs(days) });
}
