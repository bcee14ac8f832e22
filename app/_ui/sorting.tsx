import { getTranslations } from "../_server/i18n/translations.ts";
import { Link } from "./link.tsx";
import { type Query, withQuery } from "./search-params.ts";
import type { Sorting } from "./table.tsx";

/** Heads that sort the rows of a page: `?sort=name` up, `?sort=-name` down. */
export async function sortingOf(path: string, query: Query): Promise<Sorting> {
  const t = await getTranslations("app");
  return ({ name, head, unit, descends }) => {
    const order = query.sort === name ? "ascending" : query.sort === `-${name}` ? "descending" : "none";
    const isNextDown = order === "ascending" || (order === "none" && descends);
    const link = (
      <Link
        href={withQuery(path, query, { sort: isNextDown ? `-${name}` : name, page: undefined })}
        className="text-inherit!"
        title={t("sortBy", { column: head })}
      >
        {head}
        <span aria-hidden>{order === "ascending" ? " ↑" : order === "descending" ? " ↓" : ""}</span>
        {unit && <small className="block text-ink-3">{unit}</small>}
      </Link>
    );
    return { order, link };
  };
}
