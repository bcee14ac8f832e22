import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
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
      <Table
        label={t("history")}
        box="mt-2"
        look="min-w-[760px] print:min-w-0"
        rows={rules}
        rowKey={({ id }) => id}
        columns={[
          { kind: "name", head: t("effectiveOn"), look: "whitespace-nowrap", cell: "effectiveOn" },
          { kind: "line", head: t("state"), cell: ({ state }) => t(`states.${state}`) },
          {
            kind: "line",
            head: t("progressBand"),
            cell: ({ thresholds }) => band(thresholds.progress),
          },
          {
            kind: "line",
            head: t("fundsBand"),
            cell: ({ thresholds }) => band(thresholds.funds),
          },
          { head: t("startMonths"), cell: ({ thresholds }) => thresholds.start.redFromMonths },
          { head: t("reportMonths"), cell: ({ thresholds }) => thresholds.report.redAfterMonths + 1 },
          {
            head: t("sourceTitle"),
            look: "max-w-80 min-w-48 text-ink-2",
            attributes: () => ({ lang: "zh-CN" }),
            cell: "source",
          },
          {
            kind: "line",
            head: t("publishedBy"),
            cell: ({ personName }) => personName ?? t("founding"),
            small: ({ recordedAt }) => dayOf(new Date(recordedAt)),
          },
        ]}
      />
    </section>
  );
}
