import { getLocale } from "next-intl/server";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { incomeFigure, incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { Card } from "./village-figures.tsx";

/** The year by account, those that count first; each sum opens its postings. */
export async function Accounts({ card }: { card: Card }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const unit = t(`unit.${await unitOf()}`);
  const reported = card.filed.filter((month) => month.reported).length;
  const income = (await incomeWord()).heading;
  const ledger = { from: `${card.year}-01`, to: `${card.year}-12` };
  return (
    <section id="accounts" className="sheet keep scroll-mt-16">
      <div className="sheet-head pb-2">
        <h2>{t("village.byAccount")}</h2>
        <span className="note">{unit}</span>
      </div>
      <Table
        label={t("village.byAccount")}
        rows={card.byAccount}
        rowKey={(account) => account.id}
        total={card}
        empty={
          <p className="note px-4 pb-4">
            {reported > 0 ? t("village.waiting", { reported }) : t("village.unreported")}
          </p>
        }
        columns={[
          {
            kind: "name",
            head: t("income.account"),
            cell: ({ code, name, nameEn }) => `${code} ${english ? nameEn : name}`,
            sumSpan: 2,
            sum: () => t("village.operatingTotal", { income }),
          },
          {
            head: t("income.kind"),
            look: ({ kind }) => (kind === "operating" ? "text-ok" : "text-ink-3"),
            cell: ({ kind }) => t(`income.kinds.${kind}`),
          },
          {
            kind: "fen",
            head: t("village.perYear", { year: card.year }),
            cell: ({ code: account, totalFen }) => (
              <Link href={incomeLedger(card.village.code, { ...ledger, account })}>
                <Money fen={totalFen} lineFen={card.targetFen} />
              </Link>
            ),
            sum: ({ village, year, operatingFen, targetFen }) => (
              <Link href={incomeFigure(village.code, year)}>
                <Money fen={operatingFen} lineFen={targetFen} />
              </Link>
            ),
          },
        ]}
      />
    </section>
  );
}
