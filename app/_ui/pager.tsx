import { getTranslations } from "../_server/i18n/translations.ts";
import { Link } from "./link.tsx";
import { type Query, withQuery } from "./search-params.ts";

/** 共 N 条, page by page, the filter kept. `page` counts from 1. */
export async function Pager({
  path,
  query,
  page,
  pageSize,
  count,
}: {
  path: string;
  query: Query;
  page: number;
  pageSize: number;
  count: number;
}) {
  const t = await getTranslations("app");
  const pages = Math.max(1, Math.ceil(count / pageSize));
  const to = (n: number) => withQuery(path, query, { page: n === 1 ? undefined : String(n) });
  return (
    <nav
      aria-label={t("pages")}
      className="no-print flex flex-wrap items-center gap-3 px-4 py-3 text-[13px] text-ink-2"
    >
      <span>{t("rows", { count })}</span>
      <span className="ml-auto flex items-center gap-2">
        {page > 1 && (
          <Link className="button" href={to(page - 1)} rel="prev">
            {t("previous")}
          </Link>
        )}
        {pages > 1 && <span>{t("page", { page, pages })}</span>}
        {page < pages && (
          <Link className="button" href={to(page + 1)} rel="next">
            {t("next")}
          </Link>
        )}
      </span>
    </nav>
  );
}
