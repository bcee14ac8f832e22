import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { exportsMade } from "#lib/exports/queries/exports.ts";

/** Exports made, each with its cover: one's own, for the auditor everybody's. */
export async function Made({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations();
  return (
    <section className="sheet">
      <div className="sheet-head mb-2">
        <h2>{t("export.made")}</h2>
        <span className="note">{t("export.madeNote")}</span>
      </div>
      <Table
        label={t("export.made")}
        rows={await exportsMade(ctx)}
        rowKey={(cover) => cover.number}
        empty={<Empty why="none" />}
        columns={[
          { head: t("export.cover.number"), cell: "number", href: (cover) => `/exports/${cover.number}` },
          {
            kind: "line",
            head: t("export.cover.content"),
            cell: (cover) => (
              <>
                {t(`export.kind.${cover.kind}`)} <small className="text-ink-3">.{cover.format}</small>
              </>
            ),
          },
          {
            kind: "line",
            head: t("export.cover.scope"),
            cell: (cover) => <Name of={cover.scope.name} />,
          },
          {
            kind: "line",
            head: t("export.stateColumn"),
            look: ({ state }) => (state === "whole" ? "" : state === "begun" ? "text-warn" : "text-bad"),
            cell: (cover) => t(`export.short.${cover.state}`),
          },
          {
            kind: "count",
            head: t("export.cover.rows"),
            cell: (cover) => ("rows" in cover ? cover.rows : t("app.none")),
          },
          {
            kind: "line",
            head: t("export.cover.by"),
            cell: (cover) => (
              <>
                {cover.by.name}
                <small className="ml-2 text-ink-3">{minuteOf(cover.asOf)}</small>
              </>
            ),
          },
          {
            head: t("export.cover.sha256"),
            cell: (cover) =>
              cover.state === "whole" ? (
                <code className="text-xs text-ink-2" title={cover.sha256}>
                  {cover.sha256.slice(0, 12)}…
                </code>
              ) : (
                t("app.none")
              ),
          },
        ]}
      />
    </section>
  );
}
