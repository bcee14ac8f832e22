import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { exceptionKinds } from "#db/schema/funding.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { ExceptionFilter } from "#lib/funding/input.ts";

const ages = [15, 30, 60, 90, 180];
type Props = { ctx: Ctx; filter: ExceptionFilter; towns: Division[] };

/** What narrows the exceptions. */
export async function ExceptionFilters({ ctx, filter, towns }: Props) {
  const t = await getTranslations();
  return (
    <div className="sheet no-print mb-3.5">
      <Filters
        path="/funding/exceptions"
        keep={{ state: filter.state, project: filter.project?.toString(), source: filter.source }}
      >
        <FilterSelect
          name="kind"
          label={t("funding.kind")}
          value={filter.kind}
          choices={exceptionKinds.map((kind) => ({ value: kind, label: t(`exceptions.kind.${kind}`) }))}
        />
        {towns.length > 1 && (
          <FilterSelect
            name="node"
            label={t("level.town")}
            value={filter.node}
            choices={towns.map((town) => ({ value: town.code, label: town.shortName }))}
            all={ctx.actor.scope.name}
          />
        )}
        <FilterSelect
          name="owner"
          label={t("exceptions.ownerLabel")}
          value={filter.owner}
          choices={(["office", "town", "me"] as const).map((owner) => ({
            value: owner,
            label: t(`exceptions.owner.${owner}`),
          }))}
        />
        <FilterSelect
          name="age"
          label={t("exceptions.ageFilter")}
          value={filter.age?.toString()}
          choices={ages.map((days) => ({ value: String(days), label: t("exceptions.ageOver", { days }) }))}
        />
      </Filters>
    </div>
  );
}
