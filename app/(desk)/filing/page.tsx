import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { askedMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { reopenedOf } from "#lib/filing/queries/filed-month.ts";
import { filingMatrix, mostUrgent, unsettledBefore } from "#lib/filing/queries/filing-matrix.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { Batch } from "./sections/batch.tsx";
import { MonthStates } from "./sections/month-states.tsx";
import { ReopenedMonths } from "./sections/reopened.tsx";
import { Unsettled } from "./sections/unsettled.tsx";
import { YearStep } from "./sections/year-step.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("filing") };
}

/** 报送: for the district every town's months, for a town its own and what it has back from the office. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("filing.read", query, "all");
  const t = await getTranslations("filing");
  const asked = Number(one(query.year));
  const askedOne = one(query.month) === undefined ? undefined : (await askedMonth(ctx, query)).month;
  const atWork = await monthAtWork(ctx);
  const year = asked >= 2000 && asked <= 2100 ? asked : yearOfMonth(askedOne ?? atWork);
  const isTown = ctx.actor.scope.level === "town";
  const isWide = ["country", "province", "city"].includes(ctx.actor.scope.level);
  if (isWide && one(query.node) === undefined) return <Empty why="none" />;
  const matrix = await orNotFound(filingMatrix(ctx, { node: one(query.node), year }));
  const judges = may(ctx.actor, "filing.approve") && !isTown;
  const chosen = judges
    ? askedOne && yearOfMonth(askedOne) === year
      ? askedOne
      : mostUrgent(matrix, atWork)
    : undefined;
  return (
    <>
      <PageHead
        title={t("title", { place: matrix.node.shortName, year })}
        day={{ path: "/filing", query }}
        done={query.done}
      >
        <YearStep ctx={ctx} query={query} year={year} />
      </PageHead>
      {isTown && (
        <div className="mb-3 empty:hidden">
          <ReopenedMonths
            months={await reopenedOf(ctx, ctx.actor.scope.id)}
            townCode={ctx.actor.scope.code}
          />
        </div>
      )}
      {!isTown && (
        <Unsettled
          months={await orNotFound(unsettledBefore(ctx, { node: one(query.node), month: atWork }))}
          query={query}
        />
      )}
      <MonthStates matrix={matrix} isTown={isTown} query={query} chosen={chosen} />
      {chosen && matrix.rows.length > 0 && (
        <Batch
          ctx={ctx}
          matrix={matrix}
          month={chosen}
          back={withQuery("/filing", query, { month: chosen })}
        />
      )}
    </>
  );
}
