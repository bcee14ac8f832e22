import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Empty } from "#app/_components/empty.tsx";
import { FilterField, FilterSelect, Filters } from "#app/_components/filters.tsx";
import { incomeLedger } from "#app/_components/income-ledger.ts";
import { Link } from "#app/_components/link.tsx";
import { monthName } from "#app/_components/month-name.ts";
import { PageHead } from "#app/_components/page-head.tsx";
import { type Query, withQuery } from "#app/_components/query.ts";
import { reading } from "#app/_server/reading.ts";
import { may } from "#lib/access/policy.ts";
import { closedBecause } from "#lib/filing/queries.ts";
import { incomeGrid } from "#lib/income/grid.ts";
import { addMonths } from "#lib/period.ts";
import { askedTown, firstMonth } from "./asked.ts";
import { DueShares } from "./due-shares.tsx";
import { MonthGrid } from "./month-grid.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await reading("income.read", query, "all");
  const t = await getTranslations();
  const { towns, town, thisMonth, month } = await askedTown(ctx, query);
  if (!town) return <Empty why="none" />;
  const grid = await incomeGrid(ctx, town.id, month);
  const closed = await closedBecause(ctx.db, ctx, town.id, month);
  const editable = !closed && may(ctx.actor, "income.post", { divisionCode: town.code });
  const reported = grid.villages.filter((village) => village.cells.some((cell) => cell.amountFen !== null || cell.sharedFen !== 0)).length;
  const to = (when: string) => `/income?town=${town.id}&month=${when}`;
  return (
    <>
      <PageHead
        title={t("income.gridTitle", { town: town.shortName, month: await monthName(month) })}
        crumbs={[{ name: t("income.title"), href: "/income" }, { name: town.shortName }]}
        day={{ path: "/income", query }}
        done={query.done}
      >
        <Link className="chip" href="/income/bases#strict">
          {t("income.basis")} <b>{t("income.strict")}</b>
        </Link>
        <span className="chip">
          {t("income.reported")}{" "}
          <b>
            {reported}/{grid.villages.length}
          </b>
        </span>
        {closed && (
          <span className="chip">
            <b>{t(`desk.closed.${closed}`)}</b>
          </span>
        )}
        <Link className="button no-print" href={withQuery("/exports", { kind: "monthly", node: town.code, month })}>
          {t("export.kind.monthly")}
        </Link>
        <Link className="button no-print" href={incomeLedger(town.code, { from: month, to: month })}>
          {t("income.ledger")}
        </Link>
        <Link className="button no-print" href={`/income/receipts?node=${town.code}`}>
          {t("income.receipts")}
        </Link>
        {editable && (
          <Link className="button no-print" href={`/intake?kind=income&town=${town.id}&month=${month}`}>
            {t("intake.byTable")}
          </Link>
        )}
        {editable && (
          <Link className="button no-print" href={`/income/new?town=${town.id}&month=${month}`}>
            {t("income.postOne")}
          </Link>
        )}
      </PageHead>
      <div className="sheet no-print mb-3 flex flex-wrap items-center">
        <Filters path="/income">
          {towns.length > 1 && (
            <FilterSelect
              name="town"
              label={t("level.town")}
              value={town === towns[0] ? "" : String(town.id)}
              choices={towns.slice(1).map((each) => ({ value: String(each.id), label: each.shortName }))}
              all={towns[0]?.shortName ?? ""}
            />
          )}
          <FilterField label={t("income.monthOf")}>
            <input type="month" name="month" defaultValue={month} min={firstMonth} max={thisMonth} className="input" />
          </FilterField>
        </Filters>
        <span className="ml-auto flex gap-2 p-3 max-phone:w-full max-phone:justify-between max-phone:pt-0">
          {month > firstMonth && (
            <Link className="button" href={to(addMonths(month, -1))} rel="prev">
              ‹ {addMonths(month, -1)}
            </Link>
          )}
          {month < thisMonth && (
            <Link className="button" href={to(addMonths(month, 1))} rel="next">
              {addMonths(month, 1)} ›
            </Link>
          )}
        </span>
      </div>
      <DueShares ctx={ctx} town={town} />
      <MonthGrid grid={grid} editable={editable} />
    </>
  );
}
