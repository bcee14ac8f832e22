import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { LightThresholds } from "#db/schema/projects.ts";
import { dayOf } from "#lib/core/dates.ts";
import type { PublishedRule } from "#lib/projects/queries/thresholds.ts";

/** Every rule that there was, in numbers, newest first. */
export async function RuleHistory({ rules }: { rules: PublishedRule[] }) {
  const t = await getTranslations("rules");
  const band = (of: LightThresholds["progress"] | undefined) =>
    of ? t("band", { yellow: of.yellowFromPoints, red: of.redAbovePoints }) : "—";
  return (
    <section className="sheet pb-1">
      <div className="sheet-head">
        <h2>{t("history")}</h2>
        <span className="note">{t("historyHint")}</span>
      </div>
      <TableScroll className="mt-2" label={t("history")}>
        <table className="grid-table min-w-[760px] print:min-w-0">
          <thead>
            <tr>
              <th scope="col">{t("effectiveOn")}</th>
              <th scope="col">{t("state")}</th>
              <th scope="col">{t("progressBand")}</th>
              <th scope="col">{t("fundsBand")}</th>
              <th scope="col">{t("startMonths")}</th>
              <th scope="col">{t("reportMonths")}</th>
              <th scope="col">{t("sourceTitle")}</th>
              <th scope="col">{t("publishedBy")}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.id}>
                <th scope="row" className="whitespace-nowrap">
                  {rule.effectiveOn}
                </th>
                <td className="whitespace-nowrap">{t(`states.${rule.state}`)}</td>
                <td className="whitespace-nowrap">{band(rule.thresholds.progress)}</td>
                <td className="whitespace-nowrap">{band(rule.thresholds.funds)}</td>
                <td>{rule.thresholds.start.redFromMonths}</td>
                <td>{rule.thresholds.report.redAfterMonths + 1}</td>
                <td className="max-w-80 min-w-48 text-ink-2" lang="zh-CN">
                  {rule.source}
                </td>
                <td className="whitespace-nowrap">
                  {rule.personName ?? t("founding")}
                  <small className="block text-ink-3">{dayOf(new Date(rule.recordedAt))}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
