import { Panel } from "#app/_parts/board/view-panel.tsx";
import { ViewSelects } from "#app/_parts/board/view-selects.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { lastDayOf } from "#app/_server/session/page-context.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { CompareFilter } from "#lib/board/input.ts";
import { addDays, addMonths, type Day, earlierOf, lastDay, laterOf, monthOfDay } from "#lib/core/dates.ts";

/**
 * The two days, the earlier first; none later than today. Without any: the end of last month and today, or
 * the day that a view shows.
 */
export async function daysOf(query: Query): Promise<{ from: Day; to: Day; today: Day }> {
  const today = await lastDayOf();
  const asked = CompareFilter.parse({ ...query, to: one(query.to) ?? one(query.asOf) });
  const to = earlierOf(asked.to ?? today, today);
  const from = earlierOf(asked.from ?? lastDay(addMonths(monthOfDay(to), -1)), today);
  return { from: earlierOf(from, to), to: laterOf(from, to), today };
}

/** Which two days: typed, or one of those that meetings ask for. */
export async function Days({ query, from, to, today }: { query: Query; from: Day; to: Day; today: Day }) {
  const t = await getTranslations("compare");
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
      <form method="get" action="/board/compare">
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
      <QuickDays query={query} today={today} chosen={to === today ? from : undefined} />
    </Panel>
  );
}

/** The days that meetings ask for, each up to today. */
async function QuickDays({ query, today, chosen }: { query: Query; today: Day; chosen: Day | undefined }) {
  const t = await getTranslations("compare");
  const month = monthOfDay(today);
  const quick = [
    ["yesterday", addDays(today, -1)],
    ["lastMonth", lastDay(addMonths(month, -1))],
    ["monthBefore", lastDay(addMonths(month, -2))],
    ["yearStart", `${Number(today.slice(0, 4)) - 1}-12-31`],
  ] as const;
  return (
    <div className="row">
      <span>{t("quick")}</span>
      <span className="flex flex-wrap gap-x-3">
        {quick.map(([name, day]) => (
          <Link
            key={name}
            className="link py-2"
            href={withQuery("/board/compare", { node: one(query.node), year: one(query.year), from: day })}
            aria-current={day === chosen ? "true" : undefined}
          >
            {t(`days.${name}`)}
          </Link>
        ))}
      </span>
    </div>
  );
}
