import type { Metadata } from "next";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { monthName } from "#app/_ui/month-name.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { closedBecause } from "#lib/periods/queries/gate.ts";
import { askedTown } from "./sections/asked.ts";
import { DueShares } from "./sections/due-shares.tsx";
import { MonthGrid } from "./sections/month-grid.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("income.read", query, "all");
  const t = await getTranslations();
  const { towns, town, ...months } = await askedTown(ctx, query);
  if (!town) return <Empty why="none" />;
  const { month, thisMonth } = months;
  const grid = await incomeGrid(ctx, town.id, month);
  const closed = await closedBecause(ctx.db, ctx, town.id, month);
  const editable = !closed && may(ctx.actor, "income.post", { divisionCode: town.code });
  const reported = grid.villages.filter((village) =>
    village.cells.some((cell) => cell.amountFen !== null || cell.sharedFen !== 0),
  ).length;
  const to = (when: string) =>
    withQuery("/income", query, { town: String(town.id), month: when, done: undefined });
  return (
    <>
      <PageHead
        title={t("income.gridTitle", { town: town.shortName, month: await monthName(month) })}
        crumbs={[{ name: t("income.title"), href: "/income" }, { name: town.shortName }]}
        day={{
          path: "/income",
          query,
          said: [t("income.strict"), t("unit.yuan")],
          fields: { town: town.id, month },
          choose: (
            <>
              {towns.length > 1 && (
                <label className="row">
                  {t("level.town")}
                  <select name="town" defaultValue={town.id} className="input">
                    {towns.map((each) => (
                      <option key={each.id} value={each.id}>
                        <Name of={each.shortName} />
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <label className="row">
                {t("income.monthOf")}
                <input
                  type="month"
                  name="month"
                  defaultValue={month}
                  min={firstMonth}
                  max={thisMonth}
                  className="input"
                />
              </label>
            </>
          ),
          children: (
            <Link className="link text-[13px]" href="/income/bases#strict">
              {t("income.bases")}
            </Link>
          ),
        }}
        done={query.done}
        beside={
          <>
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
            <MonthStep {...months} to={to} first={firstMonth} last={thisMonth} compact />
          </>
        }
        besides={
          <Besides
            shown={
              <>
                {editable && (
                  <Link
                    className="button no-print"
                    href={`/intake?kind=income&town=${town.id}&month=${month}`}
                  >
                    {t("intake.byTable")}
                  </Link>
                )}
                {editable && (
                  <Link className="button no-print" href={`/income/new?town=${town.id}&month=${month}`}>
                    {t("income.postOne")}
                  </Link>
                )}
              </>
            }
          >
            <Link
              className="button no-print"
              href={withQuery("/exports", { kind: "monthly", node: town.code, month })}
            >
              {t("export.kind.monthly")}
            </Link>
            <Link className="button no-print" href={incomeLedger(town.code, { from: month, to: month })}>
              {t("income.ledger")}
            </Link>
            <Link className="button no-print" href={`/income/receipts?node=${town.code}`}>
              {t("income.receipts")}
            </Link>
          </Besides>
        }
      />
      <DueShares ctx={ctx} town={town} />
      <MonthGrid grid={grid} editable={editable} />
    </>
  );
}
