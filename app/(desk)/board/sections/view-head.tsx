import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { MonthOfDay } from "#app/_parts/board/month-of-day.tsx";
import { CompletenessChip } from "#app/_parts/filing/completeness-chip.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { viewQuery } from "#app/_server/session/view-params.ts";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { WallAndPrint } from "#app/_ui/print-links.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { BoardScope } from "#lib/board/queries/scope.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { type BoardView, BoardViews, boardViews, comparing } from "./views.tsx";
import { Years } from "./years.tsx";

type Props = {
  view: BoardView;
  query: Query;
  ctx: Ctx;
  boardScope: BoardScope;
  title: string;
  /** Of a page below the view's own. */
  path?: string;
  /** Of a view of projects: how many of the reports due in the scope's month have been made. */
  reports?: { made: number; due: number };
  /** What the view says beside its completeness. */
  beside?: ReactNode;
  /** What it can do but for being printed as it is. */
  children?: ReactNode;
  /** What is printed instead of the page as it is. */
  paper?: ReactNode;
  done?: Query[string];
};

/**
 * The head of every view of the board: where and how it looks, how complete that is, its wall and paper, and
 * the other views.
 */
export async function ViewHead({
  view,
  query,
  ctx,
  boardScope,
  title,
  path: own,
  reports,
  beside,
  children,
  paper,
  done,
}: Props) {
  const t = await getTranslations();
  const { href, income, money } = boardViews.find(
    (each) => each.name === view,
  ) as (typeof boardViews)[number];
  const path = own ?? href;
  const at = (code: string) => withQuery(path, query, { node: code });
  const { node, month } = boardScope;
  return (
    <>
      <div className="-mb-3.5">
        <PageHead
          title={title}
          crumbs={boardScope.path.map((each) =>
            each.id === node.id ? { name: each.name } : { name: each.name, href: at(each.code) },
          )}
          day={{
            path,
            query,
            income,
            money,
            asOf: boardScope.asOf,
            compare: comparing(query),
            children: (
              <Years path={path} query={query} year={boardScope.year} newest={yearOfMonth(today(ctx))} />
            ),
          }}
          done={done}
          beside={
            <>
              {beside}
              {income ? (
                <CompletenessChip ctx={ctx} node={node} month={month} />
              ) : (
                <>
                  <span className="chip max-phone:hidden">
                    {t("viewHead.counted")} <b>{t("viewHead.once")}</b>
                  </span>
                  {reports && (
                    <span
                      className="chip"
                      title={t("viewHead.projectReports", {
                        month: t("board.curve.monthName", { month: Number(month.slice(5)) }),
                      })}
                    >
                      {t("board.reports")}{" "}
                      <b>
                        {reports.made}/{reports.due}
                      </b>
                    </span>
                  )}
                </>
              )}
              <MonthOfDay ctx={ctx} path={path} query={query} month={month} />
            </>
          }
          besides={
            <WallAndPrint node={node.code}>
              {paper ?? <PrintButton label={t("viewHead.printPage")} />}
            </WallAndPrint>
          }
        >
          {children}
        </PageHead>
      </div>
      <BoardViews query={query} now={view} />
    </>
  );
}

/** A village has a card instead of views. */
export function villageCardInstead({ node, year }: BoardScope, _query: Query) {
  if (node.level === "village")
    redirect(withQuery(`/villages/${node.id}`, { year: String(year), ...viewQuery() }));
}
