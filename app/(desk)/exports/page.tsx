import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { viewQuery } from "#app/_server/session/view-params.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Ctx } from "#lib/core/context.ts";
import { formatFen } from "#lib/core/money.ts";
import { type ExportRequest, exportFormats, offersApproval } from "#lib/exports/input.ts";
import { exportKindsOf, exportPreview } from "#lib/exports/queries/exports.ts";
import { totalLabel } from "#lib/exports/rules/cover.ts";
import { ExportFilters } from "./sections/export-filters.tsx";
import { Made } from "./sections/made.tsx";
import { parametersOf, requestFrom } from "./sections/request.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("exports") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const whole = await pageContext("export.run", query, "all");
  const t = await getTranslations();
  const request = requestFrom(query, exportKindsOf(whole));
  const ctx = offersApproval(request.kind) ? await pageContext("export.run", query) : whole;
  return (
    <>
      <PageHead title={t("export.title")} day={{ path: "/exports", query }} />
      <nav aria-label={t("export.cover.content")} className="seg mb-3 flex-wrap bg-sheet">
        {exportKindsOf(ctx).map((kind) => (
          <Link
            key={kind}
            href={withQuery("/exports", { kind, node: parametersOf(request).node })}
            aria-current={kind === request.kind ? "true" : undefined}
          >
            {t(`export.kind.${kind}`)}
          </Link>
        ))}
      </nav>
      <ExportFilters ctx={ctx} request={request} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-[minmax(0,560px)_minmax(0,1fr)]">
        <Preview ctx={ctx} request={request} />
        <Made ctx={ctx} />
      </div>
    </>
  );
}

/** What the file will say, before it is fetched; the file's cover says the same. */
async function Preview({ ctx, request }: { ctx: Ctx; request: ExportRequest }) {
  const t = await getTranslations();
  const lang = await getLocale();
  const { node, rows, totals, basis } = await orNotFound(exportPreview(ctx, request));
  return (
    <section className="sheet p-4">
      <h2 className="mb-2">
        {node.name} · {t(`export.kind.${request.kind}`)}
      </h2>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5">
        <dt className="text-ink-2">{t("export.cover.rows")}</dt>
        <dd className="text-right font-semibold">{rows}</dd>
        {totals.map((total) => (
          <div key={total.key} className="contents">
            <dt className="text-ink-2">{totalLabel(request, total, t)}</dt>
            <dd className="text-right font-semibold">
              {total.kind === "fen" ? formatFen(total.value) : total.value}
            </dd>
          </div>
        ))}
      </dl>
      <p className="note mt-3">{t(basis as never)}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        {exportFormats.map((format) => (
          <a
            key={format}
            className={format === "xlsx" ? "button button-primary" : "button"}
            href={withQuery(`/api/v1/export/${request.kind}.${format}`, {
              ...parametersOf(request),
              ...viewQuery(),
              lang,
            })}
            download
          >
            {t(`export.download.${format}`)}
          </a>
        ))}
      </div>
      {request.kind === "monthly" && (
        <MonthlyPrint request={request} lang={lang} label={t("export.monthly.print")} />
      )}
      <p className="note mt-3">{t("export.downloadNote")}</p>
    </section>
  );
}

/** The same report on paper, signed by hand. */
const MonthlyPrint = ({ request, lang, label }: { request: ExportRequest; lang: string; label: string }) => (
  <p className="mt-3">
    <a
      className="button"
      href={withQuery("/print/monthly", { ...parametersOf(request), ...viewQuery(), lang })}
      target="_blank"
      rel="noreferrer"
    >
      {label}
    </a>
  </p>
);
