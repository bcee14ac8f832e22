import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
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
      <TableScroll label={t("funding.composition")}>
        <table className="grid-table sticky-first">
          <thead>
            <tr>
              <th scope="col">{t("funding.list")}</th>
              <th scope="col" className="num">
                {t("funding.projects")}
              </th>
              {stages.map((stage) => (
                <th key={stage} scope="col" className="num">
                  {t(`funding.stage.${stage}`)}
                  <small className="block text-ink-3">{unit}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, sign }) => (
              <tr key={key} className={key === "all" ? "subtotal" : undefined}>
                <th scope="row">
                  <span aria-hidden="true" className="inline-block w-4 text-ink-3">
                    {sign}
                  </span>
                  {key === "all" ? (
                    t("funding.physical")
                  ) : (
                    <Link href={totalsPath(filter, "project", { list: key })}>{t(`export.list.${key}`)}</Link>
                  )}
                </th>
                <td className="num">{composition[key].projects}</td>
                {stages.map((stage) => (
                  <td key={stage} className="num">
                    <Link href={ledgerPath(filter, { list: key === "all" ? undefined : key, stage })}>
                      <Money fen={composition[key].stages[stage]} />
                    </Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
