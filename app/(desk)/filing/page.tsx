import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { askedMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { reopenedOf } from "#lib/filing/queries/filed-month.ts";
import {
  filingMatrix,
  type MonthTotals,
  mostUrgent,
  unsettledBefore,
} from "#lib/filing/queries/filing-matrix.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { Batch } from "./sections/batch.tsx";
import { MatrixTable } from "./sections/matrix.tsx";
import { OwnMonths } from "./sections/own-months.tsx";
import { ReopenedMonths } from "./sections/reopened.tsx";

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
  const { month: _, ...kept } = query;
  const to = (other: number) => withQuery("/filing", kept, { year: String(other) });
  return (
    <>
      <PageHead
        title={t("title", { place: matrix.node.shortName, year })}
        day={{ path: "/filing", query }}
        done={query.done}
      >
        <span className="flex gap-2">
          <Link className="button" href={to(year - 1)} rel="prev">
            ‹ {year - 1}
          </Link>
          {year < yearOfMonth(today(ctx)) && (
            <Link className="button" href={to(year + 1)} rel="next">
              {year + 1} ›
            </Link>
          )}
        </span>
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
      <section className="sheet overflow-hidden">
        {matrix.rows.length === 0 ? (
          <Empty why="none" />
        ) : isTown ? (
          <OwnMonths matrix={matrix} />
        ) : (
          <MatrixTable matrix={matrix} query={query} chosen={chosen} />
        )}
        <p className="note px-4 py-2">{t("legend")}</p>
      </section>
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

/**
 * Earlier months that some towns have not handed in or the office has not judged: the one at work does not
 * hide them.
 */
async function Unsettled({ months, query }: { months: MonthTotals[]; query: Query }) {
  const t = await getTranslations("filing");
  if (months.length === 0) return null;
  return (
    <p className="sheet no-print mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-3" role="note">
      <b>{t("unsettled")}</b>
      {months.map(({ month, towns, filed, settled }) => (
        <Link
          key={month}
          className="link"
          href={withQuery("/filing", query, { year: month.slice(0, 4), month, done: undefined })}
        >
          {t("unsettledMonth", { month, open: towns - filed, waiting: filed - settled })}
        </Link>
      ))}
    </p>
  );
}
