import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { VillageFilter } from "#lib/income/input.ts";
import type { VillageRegister } from "#lib/income/queries/village-register.ts";
import { pageSize } from "#lib/income/queries/village-register.ts";
import { VillageRows } from "./village-rows.tsx";

type Props = {
  node: Division;
  register: VillageRegister;
  query: Query;
  filter: VillageFilter;
  year: number;
  tierNames: Record<string, string>;
};

/** The rows of one page, or that nothing matches. */
export async function VillagePages({ node, register, query, filter, year, tierNames }: Props) {
  const t = await getTranslations();
  return (
    <div className="sheet table-page table-scroll">
      {register.rows.length === 0 ? (
        <Empty why="noMatch">
          <Link className="button" href="/villages">
            {t("app.reset")}
          </Link>
        </Empty>
      ) : (
        <VillageRows
          node={node.code}
          register={register}
          query={query}
          year={year}
          tierNames={tierNames}
          unit={t(`unit.${await unitOf()}`)}
          grouped={filter.sort.endsWith("code")}
        />
      )}
      <Pager
        path="/villages"
        query={query}
        page={filter.page}
        pageSize={pageSize}
        count={register.total.villages}
      />
    </div>
  );
}
