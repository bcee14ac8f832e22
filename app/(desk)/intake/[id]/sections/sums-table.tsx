import { getLocale } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { SumLine } from "#lib/imports/forms/sheet-form.ts";

/** What the file adds up to beside what stands, and what would stand after it. */
export async function Sums({ sums }: { sums: SumLine[] }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const nameOf = ({ name }: SumLine) => ("key" in name ? t(name.key) : english ? name.en : name.zh);
  return (
    <div className="sheet">
      <div className="sheet-head mb-2">
        <h2>{t("intake.sums")}</h2>
        <span className="note">{t("intake.sumsHint")}</span>
      </div>
      <Table
        label={t("intake.sums")}
        rows={sums}
        rowKey={nameOf}
        columns={[
          { kind: "name", head: t("intake.sumOf"), cell: nameOf },
          { kind: "fen", head: t("intake.sum.file"), cell: "fileFen" },
          {
            kind: "fen",
            head: t("intake.sum.now"),
            cell: ({ nowFen, sharedFen }) => (
              <>
                {formatFen(nowFen)}
                {sharedFen ? (
                  <small className="block text-ink-3">
                    {t("intake.sumShared", { amount: formatFen(sharedFen) })}
                  </small>
                ) : null}
              </>
            ),
          },
          { kind: "fen", head: t("intake.sum.after"), look: "font-semibold", cell: "afterFen" },
        ]}
      />
    </div>
  );
}
