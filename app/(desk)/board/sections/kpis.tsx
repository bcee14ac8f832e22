import type { ReactNode } from "react";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Board } from "#lib/board/queries/board.ts";
import { districtMoney } from "#lib/board/rules/figures.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { formatFen, unitBehind, withSign, withUnit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import { spentFromBefore } from "#lib/funding/rules/carry.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { widthOf } from "./bar.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; drill: Drill; exceptions: number };

/** The first glance: five figures, each a link to what it sums. */
export async function Kpis({ board, drill, exceptions }: Props) {
  return (
    <div className="grid gap-3.5 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-[1.2fr_1.2fr_1fr_1.15fr_1.15fr] print:grid-cols-5 print:gap-1">
      <Met board={board} drill={drill} />
      <Income board={board} drill={drill} />
      <Gap board={board} drill={drill} />
      <Projects board={board} drill={drill} />
      <District board={board} drill={drill} exceptions={exceptions} />
    </div>
  );
}

function Kpi({ title, aside, children }: { title: string; aside: ReactNode; children: ReactNode }) {
  return (
    <section className="sheet kpi keep print:p-1! print:[&>h2]:block print:[&>h2]:text-[7.5pt] [&_.kpi-number_small]:whitespace-nowrap print:[&_.kpi-number]:text-[15pt] print:[&_.kpi-number_small]:text-[8pt]">
      <h2>
        {title} <span>{aside}</span>
      </h2>
      {children}
    </section>
  );
}

async function Met({ board: { totals, changes, bands, node, year }, drill }: Omit<Props, "exceptions">) {
  const t = await getTranslations("board.kpi");
  const line = totals.villages > 0 ? totals.targetFen / totals.villages : 0;
  const same = Number.isInteger(line) && bands.some((band) => band.fromFen === line);
  const moved = changes.met - changes.metBefore;
  return (
    <Kpi title={t("met")} aside={same ? t("line", { yuan: formatFen(line).replace(".00", "") }) : ""}>
      <p className="kpi-number">
        <Link href={drill.villages({ met: "yes" })}>{totals.met}</Link>
        <small>
          / <Link href={drill.villages()}>{totals.villages}</Link>　{ratio(totals.met, totals.villages)}
        </small>
      </p>
      <div className="bar mt-2">
        <i style={{ width: widthOf(totals.met, totals.villages) }} />
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-ink-2">
        <span>
          {t("sinceLast")}{" "}
          <b className={moved < 0 ? "text-bad" : "text-ok"}>
            {moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : "0"}
          </b>{" "}
          <Link
            href={`/board/compare?node=${node.code}&year=${year}`}
            className="text-ink-3 hover:text-brand-ink"
          >
            {t("byMonth")}
          </Link>
        </span>
        <Link href={drill.villages({ met: "no" })}>
          {t("notMet")} <b className={totals.notMet > 0 ? "text-bad" : ""}>{totals.notMet}</b>
        </Link>
        <Link href={drill.villages({ tier: "noData" })}>
          {t("noData")} <b>{totals.noData - totals.filed.waiting}</b>
          {totals.filed.waiting > 0 && (
            <>
              {" · "}
              {t("waiting")} <b>{totals.filed.waiting}</b>
            </>
          )}
        </Link>
        <span>
          {t("relapsed")}{" "}
          <b className={changes.relapsed.length > 0 ? "text-bad" : ""}>{changes.relapsed.length}</b>
        </span>
      </p>
    </Kpi>
  );
}

async function Income({ board: { totals, paceFen }, drill }: Omit<Props, "exceptions">) {
  const t = await getTranslations();
  const unit = await unitOf();
  const amount = (fen: number) => formatFen(Math.round(fen), unit);
  const shown = (fen: number) => withUnit(amount(fen), t(`unit.${unit}`));
  const short = (fen: number) => withSign(amount(fen), t(`unit.${unit}`));
  const withData = totals.villages - totals.noData;
  return (
    <Kpi title={(await incomeWord()).heading} aside={t("board.kpi.cumulative")}>
      <p className="kpi-number">
        <Link href={drill.income()}>
          <Money fen={totals.operatingFen} lineFen={totals.targetFen} sign />
        </Link>
        <small>{unitBehind(t(`unit.${unit}`))}</small>
      </p>
      <div className="bar mt-2">
        <i
          style={{ width: widthOf(totals.operatingFen, totals.targetFen), background: "var(--color-brand)" }}
        />
        <u style={{ left: `calc(${widthOf(paceFen, totals.targetFen)} - 1px)` }} />
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-ink-2">
        <span>{t("board.kpi.ofTarget", { amount: shown(totals.targetFen) })}</span>
        <span>
          {t("board.kpi.pace", { percent: ratio(paceFen, totals.targetFen), amount: short(paceFen) })}
        </span>
        {totals.attainedFen === null && <span>{t("board.kpi.attainedNone")}</span>}
        {totals.attainedFen !== null && (
          <span title={t("board.kpi.attainedHow")}>
            {t("board.kpi.attained", {
              percent: ratio(totals.attainedFen, totals.targetFen),
              amount: short(totals.attainedFen),
            })}
          </span>
        )}
        <span>{t("board.kpi.actual", { percent: ratio(totals.operatingFen, totals.targetFen) })}</span>
        {withData > 1 && (
          <span>
            {t("board.kpi.perVillage", { amount: shown(totals.operatingFen / withData), count: withData })}
          </span>
        )}
      </p>
    </Kpi>
  );
}

async function Gap({ board: { totals, tiles }, drill }: Omit<Props, "exceptions">) {
  const t = await getTranslations();
  const unit = await unitOf();
  const largest = tiles
    .filter((tile) => tile.operatingFen !== null && !tile.met)
    .toSorted((a, b) => b.gapFen - a.gapFen)[0];
  return (
    <Kpi title={t("board.kpi.gap")} aside={t("board.kpi.sum")}>
      <p className={`kpi-number ${totals.gapFen > 0 ? "text-bad" : ""}`}>
        <Link href={`${drill.villages({ met: "no" })}&sort=-gap`}>
          <Money fen={totals.gapFen} lineFen={0} sign />
        </Link>
        <small>{unitBehind(t(`unit.${unit}`))}</small>
      </p>
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-ink-2">
        {totals.notMet === 0 ? (
          <span>
            {t(
              totals.noData < totals.villages
                ? "board.kpi.noGap"
                : totals.filed.waiting > 0
                  ? "tier.waiting"
                  : "tier.noData",
            )}
          </span>
        ) : (
          <>
            <span>{t("board.kpi.gapOf", { count: totals.notMet })}</span>
            {largest && (
              <Link href={drill.village(largest.id)} className="hover:text-brand-ink">
                {t("board.kpi.largest", {
                  amount: withUnit(formatFen(largest.gapFen, unit), t(`unit.${unit}`)),
                  village: (await naming())(largest.name),
                })}
              </Link>
            )}
          </>
        )}
      </p>
    </Kpi>
  );
}

async function Projects({ board: { totals }, drill }: Omit<Props, "exceptions">) {
  const t = await getTranslations("board.kpi");
  const { once, village, key, both } = totals.projects;
  const counts = lightsOf(once);
  return (
    <Kpi
      title={t("projects")}
      aside={t("lists", { village: countOf(lightsOf(village)), key: countOf(lightsOf(key)) })}
    >
      <p className="kpi-number">
        <Link href={drill.projects()}>{countOf(counts)}</Link>
        <small>{t("count")}</small>
      </p>
      <p className="mt-1.5 flex flex-wrap gap-x-2.5 text-xs text-ink-2">
        {lights
          .filter((light) => counts[light] > 0 || light === "red")
          .map((light) => (
            <Link key={light} href={drill.projects({ counts: light })} className="whitespace-nowrap">
              <LightMark light={light} /> {counts[light]}
            </Link>
          ))}
      </p>
      {both > 0 && <p className="note mt-0.5">{t("both", { both })}</p>}
    </Kpi>
  );
}

async function District({ board: { totals }, drill, exceptions }: Props) {
  const t = await getTranslations();
  const unit = await unitOf();
  const money = districtMoney(totals.funding);
  const short = (fen: number) => withSign(formatFen(fen, unit), t(`unit.${unit}`));
  return (
    <Kpi title={t("board.kpi.funding")} aside={t("board.kpi.stages")}>
      <p className="kpi-number">
        <Link href={drill.funding({ source: "district", stage: "allot" })}>
          <Money fen={money.allot} sign />
        </Link>
        <small>
          {unitBehind(t(`unit.${unit}`))} {t("board.kpi.allotted")}
        </small>
      </p>
      <div className="bar mt-2">
        <i style={{ width: widthOf(money.spend, money.allot), background: "var(--color-brand)" }} />
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-ink-2">
        <Link href={drill.funding({ source: "district", stage: "disburse" })}>
          {t("board.kpi.disbursed", {
            percent: ratio(money.disburse, money.allot),
            amount: short(money.disburse),
          })}
        </Link>
        <Link href={drill.funding({ source: "district", stage: "spend" })}>
          {t("board.kpi.spent", { percent: ratio(money.spend, money.allot), amount: short(money.spend) })}
          {spentFromBefore(money.spend, money.allot) && ` (${t("funding.carry.fromBefore")})`}
        </Link>
        <Link href={drill.exceptions()}>
          {t("board.kpi.exceptions")} <b className={exceptions > 0 ? "text-bad" : ""}>{exceptions}</b>
        </Link>
      </p>
    </Kpi>
  );
}
