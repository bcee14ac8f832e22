import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { Table } from "#app/_ui/table.tsx";
import { formatFen } from "#lib/core/money.ts";
import { exportMade } from "#lib/exports/queries/exports.ts";
import { coverLines, stateInWords, totalLabel } from "#lib/exports/rules/cover.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("export.sheet"))("cover") };
}

/** The cover of an export, as long as the trail stands: what goes with a CSV file, on A4. */
export default async function Page({ params }: { params: Promise<{ number: string }> }) {
  const ctx = await context("export.run");
  const t = await getTranslations();
  const made = await orNotFound(exportMade(ctx, Number((await params).number) || 0));
  const totals = (made.state === "whole" ? made.totals : []).map((total) => ({
    label: totalLabel(made, total, t),
    value: total.kind === "fen" ? formatFen(total.value) : total.value,
    isTotal: true,
  }));
  return (
    <>
      <PageHead
        title={t("export.coverTitle", { number: made.number })}
        crumbs={[{ name: t("nav.exports"), href: "/exports" }, { name: String(made.number) }]}
      >
        <PrintButton label={t("app.print")} />
      </PageHead>
      <section className="sheet max-w-4xl p-5">
        {made.state !== "whole" && (
          <p
            role="status"
            className={`mb-3 font-semibold ${made.state === "begun" ? "text-warn" : "text-bad"}`}
          >
            {stateInWords(made, t)}
          </p>
        )}
        {made.demonstration && <p className="mb-3 font-semibold text-demo">{t("app.demoBanner")}</p>}
        <Table
          label={t("export.sheet.cover")}
          box={false}
          rows={[
            ...coverLines(made, t).map(([label, value]) => ({ label, value, isTotal: false })),
            ...totals,
          ]}
          rowKey={({ label }) => label}
          columns={[
            { kind: "name", look: "w-44 text-ink-2! max-phone:w-24", cell: "label" },
            {
              look: ({ isTotal }) => (isTotal ? "font-semibold" : "break-all"),
              cell: "value",
            },
          ]}
        />
      </section>
    </>
  );
}
