import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { stages } from "#db/schema/funding.ts";
import type { FundingFilter } from "#lib/funding/input.ts";
import type { FundingTotals } from "#lib/funding/queries/totals.ts";
import { ledgerPath, totalsPath } from "./selection.ts";

/** 71 list + 17 list − what stands on both = physical projects, each counted once. */
export async function Composition({
  composition,
  filter,
}: {
  composition: FundingTotals["composition"];
  filter: FundingFilter;
}) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const rows = [
    { key: "village", sign: "" },
    { key: "key", sign: "+" },
    { key: "both", sign: "−" },
    { key: "all", sign: "=" },
  ] as const;
  return (
    <section className="sheet keep">
      <div className="sheet-head mb-2">
        <h2>{t("funding.composition")}</h2>
        <span className="note">{t("funding.compositionNote")}</span>
      </div>
      <Table
        label={t("funding.composition")}
        sticky="first"
        rows={rows}
        rowKey={({ key }) => key}
        row={({ key }) => ({ className: key === "all" ? "subtotal" : undefined })}
        columns={[
          {
            kind: "name",
            head: t("funding.list"),
            cell: ({ key, sign }) => (
              <>
                <span aria-hidden="true" className="inline-block w-4 text-ink-3">
                  {sign}
                </span>
                {key === "all" ? (
                  t("funding.physical")
                ) : (
                  <Link href={totalsPath(filter, "project", { list: key })}>{t(`export.list.${key}`)}</Link>
                )}
              </>
            ),
          },
          { kind: "count", head: t("funding.projects"), cell: ({ key }) => composition[key].projects },
          ...stages.map(
            (stage): Column<(typeof rows)[number]> => ({
              kind: "money",
              head: t(`funding.stage.${stage}`),
              unit,
              cell: ({ key }) => composition[key].stages[stage],
              href: ({ key }) => ledgerPath(filter, { list: key === "all" ? undefined : key, stage }),
            }),
          ),
        ]}
      />
    </section>
  );
}
