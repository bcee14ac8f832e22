import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CompletenessChip } from "#app/_components/completeness-chip.tsx";
import { LensChips } from "#app/_components/lens-chips.tsx";
import { PageHead } from "#app/_components/page-head.tsx";
import { PrintButton } from "#app/_components/print-button.tsx";
import { type Query, withQuery } from "#app/_components/query.ts";
import { unitOf } from "#app/_server/preferences.ts";
import { shownQuery } from "#app/_server/shown.ts";
import type { Sight } from "#lib/board/sight.ts";
import { type Ctx, today } from "#lib/context.ts";
import { yearOfMonth } from "#lib/period.ts";
import { type BoardView, BoardViews, comparing } from "./views.tsx";
import { Years } from "./years.tsx";

type Props = {
  view: BoardView;
  path: string;
  query: Query;
  ctx: Ctx;
  sight: Sight;
  title: string;
  /** What is counted: income by the strict basis, or projects. */
  of: "income" | "projects";
  /** How much of what is due in the sight's month has been reported. */
  reports: { made: number; due: number };
  /** Does it show money? Then its unit is named. */
  money?: boolean;
};

/** The head of a view of the board: where and when it looks, what it counts and how complete that is, and the other views. */
export async function ViewHead({ view, path, query, ctx, sight, title, of, reports, money = false }: Props) {
  const t = await getTranslations();
  const month = t("board.curve.monthName", { month: Number(sight.month.slice(5)) });
  return (
    <>
      <div className="-mb-3.5">
        <PageHead
          title={title}
          day={{ path, query, compare: comparing(query) }}
          crumbs={sight.path.map((each) => (each.id === sight.node.id ? { name: each.name } : { name: each.name, href: at(path, query, each.code) }))}
        >
          <Years path={path} query={query} year={sight.year} newest={yearOfMonth(today(ctx))} />
          <span className="chip">
            {t("board.asOf")} <b>{sight.asOf}</b>
          </span>
          {of === "projects" && (
            <span className="chip">
              {t("viewHead.counted")} <b>{t("viewHead.once")}</b>
            </span>
          )}
          <LensChips income={of === "income"} />
          {money && (
            <span className="chip">
              {t("viewHead.unit")} <b>{t(`unit.${await unitOf()}`)}</b>
            </span>
          )}
          {of === "income" ? (
            <CompletenessChip ctx={ctx} node={sight.node} month={sight.month} />
          ) : (
            <span className="chip" title={t("viewHead.projectReports", { month })}>
              {t("board.reports")}{" "}
              <b>
                {reports.made}/{reports.due}
              </b>
            </span>
          )}
          <PrintButton label={t("app.print")} />
        </PageHead>
      </div>
      <BoardViews query={query} now={view} />
    </>
  );
}

const at = (path: string, query: Query, code: string) => withQuery(path, query, { node: code });

/** A village has a card instead of views. */
export function villageCardInstead({ node, year }: Sight, _query: Query) {
  if (node.level === "village") redirect(withQuery(`/villages/${node.id}`, { year: String(year), ...shownQuery() }));
}
