import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { Name } from "#app/_parts/division/name.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { viewQuery } from "#app/_server/session/view-params.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { type ExportRequest, exportFormats, offersApproval } from "#lib/exports/input.ts";
import { exportKindsOf, exportPreview, exportsMade } from "#lib/exports/queries/exports.ts";
import { totalLabel } from "#lib/exports/rules/cover.ts";
import { ExportFilters } from "./sections/export-filters.tsx";
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

/** Exports made, each with its cover: one's own, for the auditor everybody's. */
async function Made({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations();
  const made = await exportsMade(ctx);
  return (
    <section className="sheet">
      <div className="sheet-head mb-2">
        <h2>{t("export.made")}</h2>
        <span className="note">{t("export.madeNote")}</span>
      </div>
      {made.length === 0 ? (
        <Empty why="none" />
      ) : (
        <TableScroll label={t("export.made")}>
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("export.cover.number")}</th>
                <th scope="col">{t("export.cover.content")}</th>
                <th scope="col">{t("export.cover.scope")}</th>
                <th scope="col">{t("export.stateColumn")}</th>
                <th scope="col" className="num">
                  {t("export.cover.rows")}
                </th>
                <th scope="col">{t("export.cover.by")}</th>
                <th scope="col">{t("export.cover.sha256")}</th>
              </tr>
            </thead>
            <tbody>
              {made.map((cover) => (
                <tr key={cover.number}>
                  <td>
                    <Link href={`/exports/${cover.number}`}>{cover.number}</Link>
                  </td>
                  <td className="whitespace-nowrap">
                    {t(`export.kind.${cover.kind}`)} <small className="text-ink-3">.{cover.format}</small>
                  </td>
                  <td className="whitespace-nowrap">
                    <Name of={cover.scope.name} />
                  </td>
                  <td
                    className={`whitespace-nowrap ${cover.state === "whole" ? "" : cover.state === "begun" ? "text-warn" : "text-bad"}`}
                  >
                    {t(`export.short.${cover.state}`)}
                  </td>
                  <td className="num">{"rows" in cover ? cover.rows : t("app.none")}</td>
                  <td className="whitespace-nowrap">
                    {cover.by.name}
                    <small className="ml-2 text-ink-3">{minuteOf(cover.asOf)}</small>
                  </td>
                  <td>
                    {cover.state === "whole" ? (
                      <code className="text-xs text-ink-2" title={cover.sha256}>
                        {cover.sha256.slice(0, 12)}…
                      </code>
                    ) : (
                      t("app.none")
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
