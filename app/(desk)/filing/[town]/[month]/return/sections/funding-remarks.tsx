import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TextField } from "#app/_ui/form-fields.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** What is wrong with a posting of money. */
export async function FundingRemarks({ rows }: { rows: FiledMonth["funding"] }) {
  if (rows.length === 0) return null;
  const t = await getTranslations();
  return (
    <details className="sheet mt-3 p-4">
      <summary className="font-semibold">{t("filing.remarkFunding", { count: rows.length })}</summary>
      <div className="mt-2 grid gap-x-6 gap-y-3 lg:grid-cols-2">
        {rows.map((row) => (
          <TextField
            key={row.id}
            name={`remark.funding.r${row.id}`}
            label={`${row.onDay} ${row.project.number} ${row.project.name} · ${t(`funding.stage.${row.stage}`)} · ${formatFen(row.amountFen)}`}
          />
        ))}
      </div>
    </details>
  );
}
