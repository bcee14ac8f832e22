import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";

/**
 * The ways to look at a division's board; each keeps the division, the year and the day. They show income,
 * projects, or money of both.
 */
export const boardViews = [
  { name: "board", href: "/board", income: true, money: true },
  { name: "heat", href: "/board/heat", income: true, money: true },
  { name: "gantt", href: "/board/gantt", income: false, money: false },
  { name: "phases", href: "/board/phases", income: false, money: true },
  { name: "ranking", href: "/board/ranking", income: true, money: true },
  { name: "map", href: "/board/map", income: true, money: true },
  { name: "compare", href: "/board/compare", income: true, money: true },
  { name: "meetings", href: "/board/meetings", income: false, money: false },
] as const;

export type BoardView = (typeof boardViews)[number]["name"];

/** What every view takes from the address of another. */
export const shared = (query: Query): Query => ({
  node: one(query.node),
  year: one(query.year),
  asOf: one(query.asOf),
  approvedOnly: one(query.approvedOnly),
  basis: one(query.basis),
});

export async function BoardViews({ query, now }: { query: Query; now: BoardView }) {
  const t = await getTranslations("views");
  return (
    <nav className="views no-print" aria-label={t("label")}>
      {boardViews.map(({ name, href }) => (
        <Link
          key={name}
          href={withQuery(href, shared(query))}
          aria-current={name === now ? "page" : undefined}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}

/** What changed between the day that is shown and today. */
export const comparing = (query: Query): string =>
  withQuery("/board/compare", { ...shared(query), asOf: undefined, from: one(query.asOf) });
