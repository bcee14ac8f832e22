import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHead } from "#app/_components/page-head.tsx";
import { PrintButton } from "#app/_components/print-button.tsx";
import { found } from "#app/_server/found.ts";
import { context } from "#app/_server/visitor.ts";
import type { Words } from "#lib/exchange/columns.ts";
import { coverLines, totalLabel } from "#lib/exchange/cover.ts";
import { localTime } from "#lib/exchange/extract.ts";
import { exportCover } from "#lib/exchange/queries.ts";
import { formatFen } from "#lib/money.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("export.cover"))("sheet") };
}

/** The cover of an export, as long as the trail stands: what goes with a CSV file, on A4. */
export default async function Page({ params }: { params: Promise<{ number: string }> }) {
  const ctx = await context("export.run");
  const t = await getTranslations();
  const words = t as unknown as Words;
  const cover = await found(exportCover(ctx, Number((await params).number) || 0));
  return (
    <>
      <PageHead
        title={t("export.coverTitle", { number: cover.number })}
        crumbs={[{ name: t("nav.exports"), href: "/exports" }, { name: String(cover.number) }]}
      >
        <PrintButton label={t("app.print")} />
      </PageHead>
      <section className="sheet max-w-4xl p-5">
        {cover.demonstration && <p className="mb-3 font-semibold text-demo">{t("app.demoBanner")}</p>}
        <table className="grid-table">
          <caption className="sr-only">{t("export.cover.sheet")}</caption>
          <tbody>
            {coverLines(cover, words, localTime).map(([label, value]) => (
              <tr key={label}>
                <th scope="row" className="w-44 text-ink-2! max-phone:w-24">
                  {label}
                </th>
                <td className="break-all">{value}</td>
              </tr>
            ))}
            {cover.totals.map((total) => (
              <tr key={total.key}>
                <th scope="row" className="text-ink-2!">
                  {totalLabel(cover, total, words)}
                </th>
                <td className="font-semibold">{total.kind === "fen" ? formatFen(total.value) : total.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
