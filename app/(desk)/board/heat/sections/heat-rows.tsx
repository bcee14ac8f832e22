import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import type { Heat } from "#lib/board/queries/heat.ts";
import { HeatTable } from "./heat-table.tsx";

type Props = { heat: Heat; drill: Drill; query: Query; isFiltered: boolean };

/** The months of every place, or why there are none. */
export async function HeatRows({ heat, drill, query, isFiltered }: Props) {
  if (heat.groups.length === 0) return <NoRows heat={heat} query={query} />;
  return (
    <HeatTable
      heat={heat}
      drill={drill}
      hrefOf={(code) => withQuery("/board/heat", query, { node: code, class: undefined })}
      isFiltered={isFiltered}
    />
  );
}

async function NoRows({ heat, query }: Pick<Props, "heat" | "query">) {
  const t = await getTranslations();
  return (
    <Empty why={heat.all.rows === 0 ? "none" : "noMatch"}>
      {heat.all.rows > 0 && (
        <Link className="button" href={withQuery("/board/heat", query, { class: undefined })}>
          {t("app.reset")}
        </Link>
      )}
    </Empty>
  );
}
