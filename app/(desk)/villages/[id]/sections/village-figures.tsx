import { incomeWord } from "#app/_parts/income/income-label.ts";
import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { IncomeBasis } from "#db/schema/income.ts";
import type { Day } from "#lib/core/dates.ts";
import { formatFen, unitBehind, withUnit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import type { villageCard } from "#lib/income/queries/village-card.ts";
import { netReturnFen, recurringFen, totalIncomeFen } from "#lib/views/basis.ts";

export type Card = Awaited<ReturnType<typeof villageCard>>;

/** How many months of a year are over or under way on a day: how far its pace has come. */
export const monthsBegun = (year: number, today: Day) =>
  year < Number(today.slice(0, 4)) ? 12 : year > Number(today.slice(0, 4)) ? 0 : Number(today.slice(5, 7));

/**
 * What a leader must see at first glance: income against target and pace, the gap in yuan, how much of it the
 * village earns itself.
 */
export async function Figures({ card, today }: { card: Card; today: Day }) {
  const t = await getTranslations();
  const shownIn = await unitOf();
  const unit = t(`unit.${shownIn}`);
  const { year, operatingFen, targetFen, gapFen } = card;
  const begun = monthsBegun(year, today);
  const share = (fen: number) => Math.max(0, Math.min(100, (fen / targetFen) * 100));
  const paceFen = begun === 0 ? 0 : (card.paceFen[begun - 1] ?? 0);
  const reported = card.filed.filter((month) => month.reported).length;
  const approved = card.filed.filter((month) => month.approved).length;
  const ledger = (countedBy: IncomeBasis) =>
    incomeLedger(card.village.code, { from: `${year}-01`, to: `${year}-12`, countedBy });
  const amount = (fen: number) => formatFen(fen, shownIn, targetFen);
  return (
    <div className="grid grid-cols-4 gap-3.5 max-lg:grid-cols-2 max-phone:grid-cols-1">
      <section className="sheet kpi keep">
        <h2>
          {t("village.operating", { year, income: (await incomeWord()).heading })}
          <Link href={`/income/bases#${viewParams().basis}`} className="hover:underline">
            {t("village.basisOf", { basis: t(`view.${viewParams().basis}`) })}
          </Link>
        </h2>
        <p className="kpi-number">
          <Link href={ledger(viewParams().basis)} className="hover:underline">
            <Money fen={operatingFen} lineFen={targetFen} sign />
          </Link>
          <small>{unitBehind(unit)}</small>
        </p>
        <p className="bar mt-2" aria-hidden="true">
          <i style={{ width: `${share(operatingFen ?? 0)}%` }} />
          <u style={{ left: `${share(paceFen)}%` }} />
        </p>
        <p className="note mt-1.5">
          {operatingFen === null
            ? reported > 0
              ? t("village.waiting", { reported })
              : t("village.unreported")
            : t("village.ofTarget", {
                percent: ratio(operatingFen, targetFen),
                done: amount(operatingFen),
                target: withUnit(amount(targetFen), unit),
                pace: ratio(begun, 12),
              })}
        </p>
      </section>
      <section className="sheet kpi keep">
        <h2>
          {t("village.gapYuan")}
          <span>{t("village.targetIs")}</span>
        </h2>
        <p className={`kpi-number ${card.met ? "text-ok" : gapFen === null ? "" : "text-bad"}`}>
          <Link href={ledger(viewParams().basis)} className="hover:underline">
            {card.met ? t("income.met") : <Money fen={gapFen} unit="yuan" sign />}
          </Link>
          {!card.met && gapFen !== null && <small>{unitBehind(t("unit.yuan"))}</small>}
        </p>
        <p className="note mt-3.5">
          <Link href="#targets" className="hover:underline">
            {t("village.target")} {t("village.yuan", { amount: formatFen(targetFen) })}
          </Link>
        </p>
      </section>
      <section className="sheet kpi keep">
        <h2>
          {t("village.selfGenerated")}
          <span>{t("village.selfGeneratedOf")}</span>
        </h2>
        <p className="kpi-number">
          <Link href="#accounts" className="hover:underline">
            {card.selfGeneratedBp === null ? "—" : `${(card.selfGeneratedBp / 100).toFixed(1)}%`}
          </Link>
        </p>
        <p className="note mt-3.5">
          {t("village.totalIncome")}{" "}
          <Link href={ledger("total")} className="hover:underline">
            <Money fen={operatingFen === null ? null : totalIncomeFen(card.figures)} sign />
          </Link>{" "}
          {unitBehind(unit)}
        </p>
      </section>
      <section className="sheet kpi keep">
        <h2>
          {t("village.netReturn")}
          <span>{t("village.reportedMonths", { reported, approved, due: begun })}</span>
        </h2>
        <p className="kpi-number">
          <Link href={ledger("netReturn")} className="hover:underline">
            <Money fen={operatingFen === null ? null : netReturnFen(card.figures)} sign />
          </Link>
          <small>{unitBehind(unit)}</small>
        </p>
        <p className="note mt-3.5">
          {t("village.withoutOneOff")}{" "}
          <Link href={ledger("recurring")} className="hover:underline">
            <Money fen={operatingFen === null ? null : recurringFen(card.figures)} lineFen={targetFen} sign />
          </Link>{" "}
          {unitBehind(unit)}
        </p>
      </section>
    </div>
  );
}
