import type { ReactNode } from "react";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { projectLevels, sectors } from "#db/schema/projects.ts";
import type { ProjectsFilter } from "#lib/board/input.ts";
import type { BoardScope } from "#lib/board/queries/scope.ts";
import { worstFirst } from "#lib/board/rules/attention.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import { TownSelect } from "./town-select.tsx";

type Props = {
  path: string;
  query: Query;
  ctx: Ctx;
  boardScope: BoardScope;
  filter: Partial<ProjectsFilter>;
  counts: { all: number; chosen: number; shown: number };
  keep?: Record<string, string | undefined>;
  children?: ReactNode;
};

/** Which projects a view shows, and how many there are of them. */
export async function ProjectFilters({
  path,
  query,
  ctx,
  boardScope,
  filter,
  counts,
  keep,
  children,
}: Props) {
  const t = await getTranslations();
  const named = <Name extends string>(names: readonly Name[], keyOf: (name: Name) => MessageKey) =>
    names.map((value) => ({ value, label: t(keyOf(value)) }));
  return (
    <div className="no-print">
      <Filters
        path={path}
        keep={{ year: one(query.year), ...keep }}
        narrowed={narrowedBy(query, ["node", "level", "sector", "light"])}
      >
        {children}
        <TownSelect ctx={ctx} boardScope={boardScope} />
        <FilterSelect
          name="level"
          label={t("viewHead.level")}
          value={filter.level}
          choices={named(projectLevels, (level) => `project.levelsShort.${level}`)}
        />
        <FilterSelect
          name="sector"
          label={t("viewHead.sector")}
          value={filter.sector}
          choices={named(sectors, (sector) => `project.sectors.${sector}`)}
        />
        <FilterSelect
          name="light"
          label={t("viewHead.light")}
          value={filter.light}
          choices={worstFirst.map((light) => ({
            value: light,
            label: `${lightShapes[light]} ${t(`light.${light}`)}`,
          }))}
        />
        <span className="ml-auto text-[13px] text-ink-2" role="status">
          <b className="text-ink">{t("viewHead.chosen", { count: counts.chosen })}</b>
          {counts.chosen < counts.all && ` / ${t("viewHead.all", { all: counts.all })}`}
        </span>
      </Filters>
      {counts.shown < counts.chosen && (
        <p role="note" className="border-t border-line px-4 py-2 text-[13px] text-warn">
          {t("viewHead.more", { count: counts.chosen, shown: counts.shown })}
        </p>
      )}
    </div>
  );
}
