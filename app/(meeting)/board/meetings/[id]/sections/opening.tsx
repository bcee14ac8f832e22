import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { widthOf } from "#app/(desk)/board/sections/bar.ts";
import { districtMoney } from "#lib/board/rules/figures.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { completenessInWords, viewInWords } from "#lib/core/columns.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen, unitBehind, withSign, withUnit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";
import { lights } from "#lib/projects/rules/lights.ts";

/** Where the division stands as the meeting begins, and what it will look at. */
export async function Opening({ room, places }: { room: MeetingRoom; places: string[] }) {
  const { board, agenda, meeting } = room;
  const { totals, paceFen } = board;
  const t = await getTranslations();
  const unit = await unitOf();
  const unitName = t(`unit.${unit}`);
  const named = await naming();
  const figure = (fen: number) => withSign(formatFen(fen, unit), unitName);
  const amount = (fen: number) => withUnit(formatFen(fen, unit), unitName);
  const money = districtMoney(totals.funding);
  const counts = lightsOf(totals.projects.once);
  const villages = agenda.filter(({ item }) => item.kind === "village").length;
  return (
    <>
      <h1>{t("board.title", { place: named(board.node.name), year: String(board.year) })}</h1>
      <p className="note mt-1">
        {t("meeting.basisLine", {
          ...viewInWords(board.view, t),
          at: minuteOf(meeting.startedAt),
        })}{" "}
        ·{" "}
        {t("meeting.completenessOf", {
          complete: completenessInWords(board.month, { ...totals, ...totals.filed }, t),
          ...totals.reports,
        })}
      </p>
      <div className="my-4 grid gap-3.5 lg:grid-cols-2">
        <Figure
          title={t("board.kpi.met")}
          number={totals.met}
          small={`/ ${totals.villages}　${ratio(totals.met, totals.villages)}`}
        >
          <p className="bar mt-2" aria-hidden="true">
            <i style={{ width: widthOf(totals.met, totals.villages) }} />
          </p>
          <p className="mt-2 text-ink-2">
            {t("board.kpi.notMet")} <b>{totals.notMet}</b>　{t("board.kpi.noData")}{" "}
            <b>{totals.noData - totals.filed.waiting}</b>　
            {totals.filed.waiting > 0 && (
              <>
                {t("board.kpi.waiting")} <b>{totals.filed.waiting}</b>　
              </>
            )}
            {t("board.kpi.relapsed")} <b>{board.changes.relapsed.length}</b>
          </p>
        </Figure>
        <Figure
          title={(await incomeWord()).heading}
          number={withSign(formatFen(totals.operatingFen, unit, totals.targetFen), unitName)}
          small={unitBehind(unitName)}
        >
          <p className="bar mt-2" aria-hidden="true">
            <i
              style={{
                width: widthOf(totals.operatingFen, totals.targetFen),
                background: "var(--color-brand)",
              }}
            />
            <u style={{ left: `calc(${widthOf(paceFen, totals.targetFen)} - 1px)` }} />
          </p>
          <p className="mt-2 text-ink-2">
            {t("board.kpi.ofTarget", { amount: amount(totals.targetFen) })}　
            {t("board.kpi.pace", { percent: ratio(paceFen, totals.targetFen), amount: figure(paceFen) })}　
            {totals.attainedFen !== null &&
              `${t("board.kpi.attained", { percent: ratio(totals.attainedFen, totals.targetFen), amount: figure(totals.attainedFen) })}　`}
            {t("board.kpi.actual", { percent: ratio(totals.operatingFen, totals.targetFen) })}
          </p>
        </Figure>
        <Figure title={t("board.kpi.projects")} number={countOf(counts)} small={t("board.kpi.count")}>
          <p className="mt-2 flex flex-wrap gap-x-4">
            {lights
              .filter((light) => counts[light] > 0 || light === "red")
              .map((light) => (
                <span key={light} className="whitespace-nowrap">
                  <LightMark light={light} /> <b>{counts[light]}</b>
                </span>
              ))}
          </p>
        </Figure>
        <Figure
          title={t("board.kpi.funding")}
          number={figure(money.allot)}
          small={`${unitBehind(unitName)} ${t("board.kpi.allotted")}`}
        >
          <p className="bar mt-2" aria-hidden="true">
            <i style={{ width: widthOf(money.spend, money.allot), background: "var(--color-brand)" }} />
          </p>
          <p className="mt-2 text-ink-2">
            {t("board.kpi.disbursed", {
              percent: ratio(money.disburse, money.allot),
              amount: figure(money.disburse),
            })}
            　
            {t("board.kpi.spent", { percent: ratio(money.spend, money.allot), amount: figure(money.spend) })}
          </p>
        </Figure>
      </div>
      {agenda.length === 0 ? (
        <p className="text-lg">{t("meeting.nothing")}</p>
      ) : (
        <section className="sheet px-4 py-3">
          <h2 className="mb-1.5">
            {t("meeting.attentionCount", { projects: agenda.length - villages, villages })}
          </h2>
          <ol className="gap-6 sm:columns-2 lg:columns-4">
            {agenda.map(({ item }, at) => (
              <li key={places[at + 1]} className="truncate">
                <Link href={places[at + 1] ?? ""} className="hover:text-brand-ink">
                  {item.kind === "project" ? (
                    <LightMark light={item.project.light} short />
                  ) : (
                    <span className="light light-red">▽</span>
                  )}{" "}
                  {at + 1} {item.kind === "project" ? item.project.name : <Name of={item.village.name} />}
                </Link>
              </li>
            ))}
          </ol>
        </section>
      )}
      {room.late > 0 && <p className="mt-1 text-warn">{t("meeting.late", { count: room.late })}</p>}
    </>
  );
}

const Figure = ({
  title,
  number,
  small,
  children,
}: {
  title: string;
  number: ReactNode;
  small: string;
  children: ReactNode;
}) => (
  <section className="sheet kpi">
    <h2>{title}</h2>
    <p className="kpi-number">
      {number}
      <small>{small}</small>
    </p>
    {children}
  </section>
);
