import { getLocale } from "next-intl/server";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { incomeFigure, incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Card } from "./village-figures.tsx";

/** The year by account, those that count first; each sum opens its postings. */
export async function Accounts({ card }: { card: Card }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const unit = t(`unit.${await unitOf()}`);
  const reported = card.filed.filter((month) => month.reported).length;
  const ledger = { from: `${card.year}-01`, to: `${card.year}-12` };
  return (
    <section id="accounts" className="sheet keep scroll-mt-16">
      <div className="sheet-head pb-2">
        <h2>{t("village.byAccount")}</h2>
        <span className="note">{unit}</span>
      </div>
      {card.byAccount.length === 0 ? (
        <p className="note px-4 pb-4">
          {reported > 0 ? t("village.waiting", { reported }) : t("village.unreported")}
        </p>
      ) : (
        <div className="table-scroll">
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("income.account")}</th>
                <th scope="col">{t("income.kind")}</th>
                <th scope="col" className="num">
                  {t("village.perYear", { year: card.year })}
                </th>
              </tr>
            </thead>
            <tbody>
              {card.byAccount.map((account) => (
                <tr key={account.id}>
                  <th scope="row">
                    {account.code} {english ? account.nameEn : account.name}
                  </th>
                  <td className={account.kind === "operating" ? "text-ok" : "text-ink-3"}>
                    {t(`income.kinds.${account.kind}`)}
                  </td>
                  <td className="num">
                    <Link href={incomeLedger(card.village.code, { ...ledger, account: account.code })}>
                      <Money fen={account.totalFen} lineFen={card.targetFen} />
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {t("village.operatingTotal", { income: (await incomeWord()).heading })}
                </th>
                <td className="num">
                  <Link href={incomeFigure(card.village.code, card.year)}>
                    <Money fen={card.operatingFen} lineFen={card.targetFen} />
                  </Link>
                </td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </section>
  );
}
