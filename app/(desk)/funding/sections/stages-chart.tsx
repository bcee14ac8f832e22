import { StageBars } from "#app/_parts/charts/lazy.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Chart } from "#app/_ui/charts/chart.tsx";
import { Table } from "#app/_ui/table.tsx";
import { stages } from "#db/schema/funding.ts";
import { formatFen } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import type { FundingFilter } from "#lib/funding/input.ts";
import type { ByStage } from "#lib/funding/rules/stage-order.ts";
import { ledgerPath } from "./selection.ts";

/** The five stages, with how much of each came on to the next. */
export async function Stages({ total, filter }: { total: ByStage; filter: FundingFilter }) {
  const t = await getTranslations();
  const unit = await unitOf();
  const data = stages.map((stage, at) => {
    const before = stages[at - 1];
    return {
      stage,
      label: t(`funding.stage.${stage}`),
      amountFen: total[stage],
      share: before ? ratio(total[stage], total[before]) : "",
    };
  });
  return (
    <Chart
      title={t("funding.fiveStages")}
      unit={t(`unit.${unit}`)}
      note={t("funding.fiveStagesNote")}
      table={
        <Table
          label={t("funding.fiveStages")}
          box={false}
          rows={data}
          rowKey={({ stage }) => stage}
          columns={[
            { kind: "name", head: t("funding.stageLabel"), cell: "label" },
            {
              kind: "fen",
              head: `${t("funding.amount")} (${t(`unit.${unit}`)})`,
              cell: ({ amountFen }) => formatFen(amountFen, unit),
              href: ({ stage }) => ledgerPath(filter, { stage }),
            },
            { kind: "percent", head: t("funding.ofBefore"), cell: ({ share }) => share || "—" },
          ]}
        />
      }
    >
      <StageBars data={data} unit={unit} label={t("funding.fiveStages")} />
    </Chart>
  );
}
