import type { Metadata } from "next";
import { Panel } from "#app/_parts/board/view-panel.tsx";
import { ViewSelects } from "#app/_parts/board/view-selects.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { lastDayOf, pageContext } from "#app/_server/session/page-context.ts";
import { viewParams, viewQuery } from "#app/_server/session/view-params.ts";
import { Link } from "#app/_ui/link.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { WallAndPrint } from "#app/_ui/print-links.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { CompareFilter } from "#lib/board/input.ts";
import { type Comparison, comparisonOf } from "#lib/board/queries/compare.ts";
import { addDays, addMonths, type Day, earlierOf, lastDay, laterOf, monthOfDay } from "#lib/core/dates.ts";
import { BoardViews, shared } from "../sections/views.tsx";
import { Crossed, Lights, Phases, Tiers } from "./sections/change-list.tsx";
import { Kinds } from "./sections/kinds.tsx";
import { Income, Money } from "./sections/money-changes.tsx";
import { SideBySide } from "./sections/side-by-side.tsx";

const path = "/board/compare";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("compare"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", { ...query, asOf: undefined }); // it names its two days itself
  const t = await getTranslations();
  const { from, to, today } = await daysOf(query);
  const comparison = await orNotFound(comparisonOf(ctx, { ...CompareFilter.parse(query), from, to }));
  const { node, year } = comparison;
  const board = (asOf: Day) =>
    withQuery("/board", {
      ...viewQuery(),
      node: node.code,
      year: String(year),
      asOf: asOf === today ? undefined : asOf,
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      <div className="-mb-3.5">
        <PageHead
          title={t("compare.heading", { place: node.name, year: String(year) })}
          crumbs={comparison.path.map((each, at) => ({
            name: each.name,
            ...(at < comparison.path.length - 1 && { href: withQuery(path, query, { node: each.code }) }),
          }))}
          beside={<Kinds query={query} now="twoDays" />}
          seen={<Days key={`${from} ${to}`} query={query} from={from} to={to} today={today} />}
          besides={
            <WallAndPrint node={node.code}>
              <PrintButton label={t("viewHead.printPage")} />
            </WallAndPrint>
          }
        />
      </div>
      <BoardViews query={{ ...shared(query), asOf: to === today ? undefined : to }} now="compare" />
      <SideBySide comparison={comparison} today={today} board={board} />
      <Changes comparison={comparison} />
    </div>
  );
}

async function Changes({ comparison }: { comparison: Comparison }) {
  const t = await getTranslations("compare");
  const { crossed, tiers, lights, phases, income, money } = comparison;
  if (crossed.length + tiers.length + lights.length + phases.length + income.length + money.length === 0) {
    return <p className="sheet px-4 py-6 text-center text-ink-2">{t("nothing")}</p>;
  }
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-2">
        <div className="grid gap-3.5">
          <Crossed comparison={comparison} />
          <Tiers comparison={comparison} />
        </div>
        <Lights comparison={comparison} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-2">
        <Phases comparison={comparison} />
        <Income comparison={comparison} />
      </div>
      <Money comparison={comparison} />
    </>
  );
}

/**
 * The two days, the earlier first; none later than today. Without any: the end of last month and today, or
 * the day that a view shows.
 */
async function daysOf(query: Query): Promise<{ from: Day; to: Day; today: Day }> {
  const today = await lastDayOf();
  const asked = CompareFilter.parse({ ...query, to: one(query.to) ?? one(query.asOf) });
  const to = earlierOf(asked.to ?? today, today);
  const from = earlierOf(asked.from ?? lastDay(addMonths(monthOfDay(to), -1)), today);
  return { from: earlierOf(from, to), to: laterOf(from, to), today };
}

/** Which two days: typed, or one of those that meetings ask for. */
async function Days({ query, from, to, today }: { query: Query; from: Day; to: Day; today: Day }) {
  const t = await getTranslations("compare");
  const month = monthOfDay(today);
  const quick = [
    ["yesterday", addDays(today, -1)],
    ["lastMonth", lastDay(addMonths(month, -1))],
    ["monthBefore", lastDay(addMonths(month, -2))],
    ["yearStart", `${Number(today.slice(0, 4)) - 1}-12-31`],
  ] as const;
  const kept = Object.entries({ node: one(query.node), year: one(query.year) }).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  const { approvedOnly, basis } = viewParams();
  const view = await getTranslations("view");
  return (
    <Panel
      line={
        <>
          <b>
            {from} → {to}
          </b>
          {` · ${view(basis)} · ${view(approvedOnly ? "approved" : "all")}`}
        </>
      }
    >
      <form method="get" action={path}>
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {(["from", "to"] as const).map((name) => (
          <label key={name} className="row">
            {t(name)}
            <input
              type="date"
              name={name}
              defaultValue={name === "from" ? from : to}
              max={today}
              required
              className="input"
            />
          </label>
        ))}
        <ViewSelects />
        <button type="submit" className="button button-primary">
          {t("show")}
        </button>
      </form>
      <div className="row">
        <span>{t("quick")}</span>
        <span className="flex flex-wrap gap-x-3">
          {quick.map(([name, day]) => (
            <Link
              key={name}
              className="link py-2"
              href={withQuery(path, { node: one(query.node), year: one(query.year), from: day })}
              aria-current={day === from && to === today ? "true" : undefined}
            >
              {t(`days.${name}`)}
            </Link>
          ))}
        </span>
      </div>
    </Panel>
  );
}
