import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { incomeWord } from "#app/_components/income-word.ts";
import { LightMark } from "#app/_components/light-mark.tsx";
import { Link } from "#app/_components/link.tsx";
import { Money } from "#app/_components/money.tsx";
import { TableScroll } from "#app/_components/table-scroll.tsx";
import { unitOf } from "#app/_server/preferences.ts";
import { stages } from "#db/schema/funding.ts";
import type { Comparison } from "#lib/board/compare.ts";
import { districtMoney, type Figures } from "#lib/board/figures.ts";
import { countOf, lightsOf } from "#lib/board/tally.ts";
import type { Day } from "#lib/period.ts";
import { lights } from "#lib/projects/lights.ts";
import { signed } from "./signed.tsx";

type Line = {
  key: string;
  label: ReactNode;
  of: (figures: Figures) => number;
  money?: boolean /** Is more of it better, or worse? */;
  good?: 1 | -1;
};

/** 两期对照: the figures of both days and the difference. */
export async function SideBySide({ comparison: { before, after }, board }: { comparison: Comparison; board: (on: Day) => string }) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const lines: Line[] = [
    { key: "met", label: t("board.kpi.met"), of: (all) => all.met, good: 1 },
    { key: "notMet", label: t("board.kpi.notMet"), of: (all) => all.notMet, good: -1 },
    { key: "noData", label: t("board.kpi.noData"), of: (all) => all.noData, good: -1 },
    { key: "operating", label: (await incomeWord()).heading, of: (all) => all.operatingFen, money: true, good: 1 },
    { key: "gap", label: t("board.kpi.gap"), of: (all) => all.gapFen, money: true, good: -1 },
    { key: "projects", label: t("board.kpi.projects"), of: (all) => countOf(lightsOf(all.projects.once)) },
    ...lights.map((light) => ({
      key: light,
      label: <LightMark light={light} />,
      of: (all: Figures) => lightsOf(all.projects.once)[light],
      ...(light === "green" ? { good: 1 as const } : light === "paused" ? {} : { good: -1 as const }),
    })),
    ...stages.map((stage) => ({
      key: stage,
      label: t("compare.districtStage", { stage: t(`funding.stage.${stage}`) }),
      of: (all: Figures) => districtMoney(all.funding)[stage],
      money: true,
    })),
  ];
  const amount = (line: Line, value: number) => (line.money ? <Money fen={value} /> : value);
  return (
    <section className="sheet">
      <div className="sheet-head mb-2">
        <h2>{t("compare.figures")}</h2>
        <span className="note">{t("compare.figuresNote", { unit })}</span>
      </div>
      <TableScroll label={t("compare.figures")}>
        <table className="grid-table sticky-first">
          <thead>
            <tr>
              <th scope="col">{t("compare.figure")}</th>
              {[before, after].map((side) => (
                <th key={side.on} scope="col" className="num">
                  <Link href={board(side.on)} today>
                    {side.on}
                  </Link>
                </th>
              ))}
              <th scope="col" className="num">
                {t("compare.difference")}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const [was, is] = [line.of(before.totals), line.of(after.totals)];
              const better = Math.sign(is - was) * (line.good ?? 0);
              return (
                <tr key={line.key}>
                  <th scope="row" className="whitespace-nowrap">
                    {line.label}
                    {line.money && <small className="ml-1 text-ink-3">{unit}</small>}
                  </th>
                  <td className="num">{amount(line, was)}</td>
                  <td className="num font-semibold">{amount(line, is)}</td>
                  <td className={`num ${better > 0 ? "text-ok" : better < 0 ? "text-bad" : "text-ink-2"}`}>
                    {signed(is - was, (value) => amount(line, value))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
