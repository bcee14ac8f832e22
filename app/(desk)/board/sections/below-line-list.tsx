import { Name } from "#app/_parts/division/name.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import "./below-line-list.css";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Board } from "#lib/board/queries/board.ts";
import { type BelowLine as Below, type VillageBelow, withoutCounts } from "#lib/board/rules/below-line.ts";
import { gapInYuan } from "#lib/board/rules/gap.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; below: Below; drill: Drill };

const shown = 6;
const named = 12;
const monthsInWords = 3;

/**
 * 未达标的村（居）: who is below the line and by how many yuan, where it is going, what is done, who answers for it.
 */
export async function BelowLine({ board, below, drill }: Props) {
  const t = await getTranslations("belowLine");
  const { villages, noData, gapFen } = below;
  const [first, rest] = [villages.slice(0, shown), villages.slice(shown)];
  const byGap = `${drill.villages({ met: "no" })}&sort=-gap`;
  return (
    <section className="sheet keep below-line px-4 py-3.5" aria-labelledby="below-line">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-3">
        <h2 id="below-line">{t("title")}</h2>
        {villages.length > 0 && (
          <Link className="ml-auto text-xs font-semibold text-bad" href={byGap}>
            {t("sum", { count: villages.length, amount: gapInYuan(gapFen) })}
          </Link>
        )}
      </div>
      {villages.length === 0 && (
        <p className="py-2 text-ink-2">
          {t(
            noData.length < board.totals.villages
              ? "none"
              : board.totals.filed.waiting > 0
                ? "noneApproved"
                : "noneYet",
          )}
        </p>
      )}
      <ul className="divide-y divide-line">
        {first.map((village) => (
          <Village key={village.id} village={village} drill={drill} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary className="link py-2 text-xs">{t("rest", { count: rest.length })}</summary>
          <ul className="divide-y divide-line border-line border-t">
            {rest.map((village) => (
              <Village key={village.id} village={village} drill={drill} />
            ))}
          </ul>
        </details>
      )}
      {noData.length > 0 && noData.length < board.totals.villages && (
        <p className="border-line border-t pt-2 text-ink-2 text-xs">
          <Link href={drill.villages({ tier: "noData" })}>{t("noDataOf", withoutCounts(below))}</Link>
          {noData.slice(0, named).map((village) => (
            <Link key={village.id} href={drill.village(village.id)} className="mr-2 hover:text-brand-ink">
              <Name of={village.name} />
            </Link>
          ))}
          {noData.length > named && t("more")}
        </p>
      )}
    </section>
  );
}

async function Village({ village, drill }: { village: VillageBelow; drill: Drill }) {
  const t = await getTranslations("belowLine");
  const unit = (await getTranslations("unit"))(await unitOf());
  const named = await naming();
  const { id, name, town, gapFen, months, trend, works, plan, owner, targetFen } = village;
  return (
    <li className="keep py-2">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <Link href={drill.village(id)} className="font-semibold hover:text-brand-ink">
          <span aria-hidden="true">▽ </span>
          <Name of={name} />
        </Link>
        <span className="text-ink-3 text-xs">
          <Name of={town} />
        </span>
        <Link href={drill.income(village)} className="ml-auto whitespace-nowrap font-semibold text-bad">
          {t("short", { amount: gapInYuan(gapFen) })}
        </Link>
      </div>
      <div className="flex flex-wrap items-center gap-x-2 text-ink-2 text-xs">
        <span title={t("trendHint")} className="inline-flex items-center gap-1">
          <Spark months={months} />
          {trend && <b className={trend === "down" ? "text-bad" : undefined}>{t(`trend.${trend}`)}</b>}
        </span>
        <span>
          {t("months", { unit })}{" "}
          {months.slice(-monthsInWords).map(({ month, operatingFen }, at) => (
            <span key={month}>
              {at > 0 && " → "}
              <Link href={drill.income(village, month)} title={month} className="hover:text-brand-ink">
                <Money fen={operatingFen} lineFen={targetFen} />
              </Link>
            </span>
          ))}
        </span>
        <span className={owner ? "ml-auto" : "ml-auto text-warn"}>
          {owner ? t("owner", { owner: named(owner) }) : t("noOwner")}
        </span>
      </div>
      <div className="flex flex-wrap gap-x-3 text-ink-2 text-xs">
        {works.map((work) => (
          <Link key={work.id} href={drill.project(work.id)} className="hover:text-brand-ink">
            <LightMark light={work.light} short /> {work.name}
          </Link>
        ))}
        {plan && <span className="below-line-plan">{t("plan", { plan })}</span>}
        {works.length === 0 && !plan && (
          <Link href={drill.village(id)} className="text-warn">
            {t("noMeasure")}
          </Link>
        )}
      </div>
    </li>
  );
}

/**
 * The newest months as bars beside each other, the highest as high as the line of text; a month without a
 * report is a gap.
 */
function Spark({ months }: Pick<VillageBelow, "months">) {
  const most = Math.max(1, ...months.map((month) => month.operatingFen ?? 0));
  return (
    <svg
      className="below-line-spark"
      viewBox={`0 0 ${months.length * 5} 12`}
      width={months.length * 5}
      height="12"
      aria-hidden="true"
    >
      {months.map(({ month, operatingFen }, at) => {
        const tall = operatingFen === null || operatingFen <= 0 ? 0 : Math.max(1, (operatingFen / most) * 12);
        return <rect key={month} x={at * 5} y={12 - tall} width="4" height={tall} />;
      })}
      <line x1="0" x2={months.length * 5 - 1} y1="11.75" y2="11.75" />
    </svg>
  );
}
