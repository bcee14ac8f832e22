import type { ReactNode } from "react";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import { stages } from "#db/schema/funding.ts";
import { districtMoney, type Figures } from "#lib/board/rules/figures.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { signed } from "./signed.tsx";

/** One side of a comparison: what it is called, its figures, and where each of them leads. */
export type Compared = { key: string; head: ReactNode; figures: Figures; drill: Drill; at: { code: string } };

type Line = {
  key: string;
  label: ReactNode;
  of: (figures: Figures) => number;
  /** To the rows that make up the figure. */
  href: (drill: Drill, at: { code: string }) => string;
  money?: boolean;
  /** Is more of it better, or worse? */
  good?: 1 | -1;
};

async function linesOf(): Promise<Line[]> {
  const t = await getTranslations();
  return [
    {
      key: "villages",
      label: t("compare.towns.villages"),
      of: (all) => all.villages,
      href: (to, at) => to.villages({}, at),
    },
    {
      key: "met",
      label: t("board.kpi.met"),
      of: (all) => all.met,
      href: (to, at) => to.villages({ met: "yes" }, at),
      good: 1,
    },
    {
      key: "notMet",
      label: t("board.kpi.notMet"),
      of: (all) => all.notMet,
      href: (to, at) => to.villages({ met: "no" }, at),
      good: -1,
    },
    {
      key: "noData",
      label: t("board.kpi.noData"),
      of: (all) => all.noData,
      href: (to, at) => to.villages({ tier: "noData" }, at),
      good: -1,
    },
    {
      key: "operating",
      label: (await incomeWord()).heading,
      of: (all) => all.operatingFen,
      href: (to, at) => to.income(at),
      money: true,
      good: 1,
    },
    {
      key: "gap",
      label: t("board.kpi.gap"),
      of: (all: Figures) => all.gapFen,
      money: true,
      good: -1 as const,
      href: (to, at) => `${to.villages({ met: "no" }, at)}&sort=-gap`,
    },
    {
      key: "projects",
      label: t("board.kpi.projects"),
      of: (all) => countOf(lightsOf(all.projects.once)),
      href: (to, at) => to.projects({}, at),
    },
    ...lights.map(
      (light): Line => ({
        key: light,
        label: <LightMark light={light} />,
        of: (all) => lightsOf(all.projects.once)[light],
        href: (to, at) => to.projects({ counts: light }, at),
        ...(light === "green" ? { good: 1 as const } : light === "paused" ? {} : { good: -1 as const }),
      }),
    ),
    ...stages.map(
      (stage): Line => ({
        key: stage,
        label: t("compare.districtStage", { stage: t(`funding.stage.${stage}`) }),
        of: (all) => districtMoney(all.funding)[stage],
        href: (to, at) => to.funding({ source: "district", stage }, at),
        money: true,
      }),
    ),
  ];
}

type Props = {
  /** Is a difference better or worse? Of two days it is; two towns are of different size. */
  judged?: boolean;
  title: string;
  note: string;
  difference: string;
  columns: readonly [Compared, Compared];
  children?: ReactNode;
};

/** Two sides figure by figure, with the difference; each figure leads to its rows. */
export async function FiguresTable({ judged = true, title, note, difference, columns, children }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const amount = (line: Line, value: number) => (line.money ? <Money fen={value} /> : value);
  const [before, after] = columns;
  const moved = (line: Line) => line.of(after.figures) - line.of(before.figures);
  return (
    <section className="sheet">
      <div className="sheet-head mb-2">
        <h2>{title}</h2>
        <span className="note">{note}</span>
      </div>
      <Table
        label={title}
        sticky="first"
        rows={await linesOf()}
        rowKey={(line) => line.key}
        columns={[
          {
            kind: "name",
            head: t("compare.figure"),
            look: "whitespace-nowrap",
            cell: (line) => (
              <>
                {line.label}
                {line.money && <small className="ml-1 text-ink-3">{unit}</small>}
              </>
            ),
          },
          ...columns.map(
            (side): Column<Line> => ({
              kind: "count",
              head: side.head,
              ...(side === after && { look: "font-semibold" }),
              cell: (line) => (
                <Link href={line.href(side.drill, side.at)} today>
                  {amount(line, line.of(side.figures))}
                </Link>
              ),
            }),
          ),
          {
            kind: "count",
            head: difference,
            look: (line) => {
              const better = judged ? Math.sign(moved(line)) * (line.good ?? 0) : 0;
              return better > 0 ? "text-ok" : better < 0 ? "text-bad" : "text-ink-2";
            },
            cell: (line) => signed(moved(line), (value) => amount(line, value)),
          },
        ]}
      />
      {children}
    </section>
  );
}
