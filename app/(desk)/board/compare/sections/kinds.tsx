import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { shared } from "#app/(desk)/board/sections/views.tsx";

/** Two days of one place, or two places on one day. */
export async function Kinds({ query, now }: { query: Query; now: "twoDays" | "twoTowns" }) {
  const t = await getTranslations("compare");
  const ways = { twoDays: "/board/compare", twoTowns: "/board/compare/towns" } as const;
  return (
    <nav className="seg no-print" aria-label={t("kind")}>
      {(["twoDays", "twoTowns"] as const).map((kind) => (
        <Link
          key={kind}
          href={withQuery(ways[kind], shared(query))}
          aria-current={kind === now ? "true" : undefined}
        >
          {t(kind)}
        </Link>
      ))}
    </nav>
  );
}
