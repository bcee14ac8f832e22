import type { Metadata } from "next";
import { MonthOfDay } from "#app/_parts/board/month-of-day.tsx";
import { CompletenessChip } from "#app/_parts/filing/completeness-chip.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { newestMonthOf } from "#lib/board/rules/reporting-month.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { carryOverOf, fundingTotals } from "#lib/funding/queries/totals.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { CarryOver } from "./sections/carry-over.tsx";
import { Composition } from "./sections/composition.tsx";
import { DistrictInput } from "./sections/district-input-note.tsx";
import { ExceptionsSummary } from "./sections/exceptions-summary.tsx";
import { FundingFilters } from "./sections/funding-filters.tsx";
import { filterFrom, groupFrom, ledgerPath, queryOf } from "./sections/selection.ts";
import { Stages } from "./sections/stages-chart.tsx";
import { TotalsTable } from "./sections/totals-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("funding") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query);
  const t = await getTranslations();
  const filter = filterFrom(query);
  const by = groupFrom(query, ctx.actor.scope.level === "town" ? "village" : "town");
  const totals = await orNotFound(fundingTotals(ctx, filter, by));
  const about = { node: filter.node, project: filter.project, source: filter.source };
  const exceptions = await exceptionsOf(ctx, { ...about, state: "open" });
  const month = filter.year ? newestMonthOf(filter.year, today(ctx)) : await monthToRead(ctx);
  const carried = await carryOverOf(ctx, filter, yearOfMonth(month));
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHead
        title={t("funding.title", { place: totals.node.name })}
        day={{ path: "/funding", query, income: false, money: true }}
        done={query.done}
        beside={
          <>
            <CompletenessChip ctx={ctx} node={totals.node} month={month} />
            <MonthOfDay ctx={ctx} path="/funding" query={query} month={month} />
          </>
        }
        besides={
          <Besides>
            <Link className="button no-print" href={ledgerPath(filter)}>
              {t("funding.ledger")}
            </Link>
            <Link
              className="button no-print"
              href={withQuery("/exports", { ...queryOf(filter), kind: "funding" })}
            >
              {t("nav.exports")}
            </Link>
            {may(ctx.actor, "intake.upload") && (
              <Link className="button no-print" href="/intake?kind=funding">
                {t("intake.byTable")}
              </Link>
            )}
            <PrintButton label={t("viewHead.printPage")} />
          </Besides>
        }
      >
        <a className="chip" href="#exceptions">
          {t("funding.exceptions")}{" "}
          <b className={exceptions.counts.openCount > 0 ? "text-bad!" : ""}>
            {t("funding.exceptionCount", { count: exceptions.counts.openCount })}
          </b>
        </a>
        {may(ctx.actor, "funding.post") && (
          <Link
            className="button button-primary no-print"
            href={withQuery("/funding/new", { project: filter.project?.toString() })}
          >
            {t("funding.post")}
          </Link>
        )}
      </PageHead>
      <FundingFilters
        ctx={ctx}
        path="/funding"
        node={totals.node}
        filter={filter}
        by={by}
        project={by === "project" ? totals.rows[0]?.name : undefined}
      />
      {totals.rows.length === 0 ? (
        <div className="sheet">
          <Empty why={filtered ? "noMatch" : "none"} />
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)]">
            <Stages total={totals.total} filter={filter} />
            <Composition composition={totals.composition} filter={filter} />
          </div>
          <DistrictInput ctx={ctx} node={totals.node} year={yearOfMonth(month)} />
          <CarryOver carried={carried} filter={filter} />
          <section className="sheet">
            <div className="sheet-head mb-2">
              <h2>{t("funding.byGroup", { group: t(`funding.group.${by}`) })}</h2>
              <span className="note">{t("export.basis.funding")}</span>
            </div>
            <TotalsTable totals={totals} filter={filter} by={by} />
          </section>
          <ExceptionsSummary {...exceptions} filter={about} today={today(ctx)} />
        </div>
      )}
    </>
  );
}
