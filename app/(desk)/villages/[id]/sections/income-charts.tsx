import { noDataClass } from "#app/_parts/board/tile-map.tsx";
import { CumulativeIncome, MonthlyBars } from "#app/_parts/charts/lazy.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { incomeFigure } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Chart } from "#app/_ui/charts/chart.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { Day } from "#lib/core/dates.ts";
import { type Card, monthsBegun } from "./village-figures.tsx";

/** Income month by month and added up, against target and pace; each chart with its table. */
export async function IncomeCharts({ card, today }: { card: Card; today: Day }) {
  const t = await getTranslations();
  const unit = await unitOf();
  const unitName = t(`unit.${unit}`);
  const begun = monthsBegun(card.year, today);
  const label = (at: number) => t("village.monthShort", { month: at + 1 });
  const { heading, inSentence } = await incomeWord();
  const names = { income: heading, unit: unitName };
  const table = <IncomeTable card={card} begun={begun} />;
  return (
    <div className="mt-3.5 grid grid-cols-2 gap-3.5 max-lg:grid-cols-1">
      <Chart title={t("village.cumulativeChart", { income: inSentence })} unit={unitName} table={table}>
        <CumulativeIncome
          unit={unit}
          names={{
            ...names,
            label: t("village.cumulativeChart", { income: inSentence }),
            pace: t("village.pace"),
          }}
          data={card.cumulativeFen.map((incomeFen, at) => ({
            label: label(at),
            incomeFen: at < begun ? incomeFen : null,
            paceFen: card.paceFen[at] ?? 0,
          }))}
        />
      </Chart>
      <div className="print:hidden">
        <Chart title={t("village.monthlyChart", { income: heading })} unit={unitName} table={table}>
          <MonthlyBars
            unit={unit}
            paceFen={Math.round(card.targetFen / 12)}
            names={{
              ...names,
              label: t("village.monthlyChart", { income: heading }),
              pace: t("village.monthlyPace"),
              noData: t(noDataClass()),
            }}
            data={card.months.map((month, at) => ({
              label: label(at),
              incomeFen: month.posted ? month.operatingFen : null,
            }))}
          />
        </Chart>
      </div>
    </div>
  );
}

/** The figures of both charts; `begun`: how many months of the year are. */
async function IncomeTable({ card, begun }: { card: Card; begun: number }) {
  const t = await getTranslations();
  const unitName = t(`unit.${await unitOf()}`);
  const { heading, inSentence } = await incomeWord();
  const label = (at: number) => t("village.monthShort", { month: at + 1 });
  const ledger = (month: string) => incomeFigure(card.village.code, month);
  return (
    <Table
      label={t("village.cumulativeChart", { income: inSentence })}
      box={false}
      rows={card.months.map((month, at) => ({ ...month, at }))}
      rowKey={({ month }) => month}
      columns={[
        { kind: "name", head: t("income.monthOf"), cell: ({ at }) => label(at) },
        {
          kind: "fen",
          head: heading,
          unit: unitName,
          cell: ({ month, posted, operatingFen, at }) => {
            if (!posted)
              return card.filed[at]?.reported ? t("tier.waiting") : at < begun ? t("tier.noData") : "—";
            return (
              <Link href={ledger(month)}>
                <Money fen={operatingFen} lineFen={card.targetFen} />
              </Link>
            );
          },
        },
        {
          kind: "fen",
          head: t("village.cumulative"),
          unit: unitName,
          cell: ({ month, at }) =>
            at < begun ? (
              <Link href={incomeFigure(card.village.code, card.months[0]?.month ?? month, month)}>
                <Money fen={card.cumulativeFen[at]} lineFen={card.targetFen} />
              </Link>
            ) : (
              "—"
            ),
        },
        { kind: "money", head: t("village.pace"), unit: unitName, cell: ({ at }) => card.paceFen[at] },
      ]}
    />
  );
}
