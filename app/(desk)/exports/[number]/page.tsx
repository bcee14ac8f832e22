import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { PrintButton } from "#app/_ui/print-button.tsx";
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
        <table className="grid-table">
          <caption className="sr-only">{t("export.sheet.cover")}</caption>
          <tbody>
            {coverLines(made, t).map(([label, value]) => (
              <tr key={label}>
                <th scope="row" className="w-44 text-ink-2! max-phone:w-24">
                  {label}
                </th>
                <td className="break-all">{value}</td>
              </tr>
            ))}
            {(made.state === "whole" ? made.totals : []).map((total) => (
              <tr key={total.key}>
                <th scope="row" className="text-ink-2!">
                  {totalLabel(made, total, t)}
                </th>
                <td className="font-semibold">
                  {total.kind === "fen" ? formatFen(total.value) : total.value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
