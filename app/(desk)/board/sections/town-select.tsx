import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterSelect } from "#app/_ui/filters.tsx";
import type { BoardScope } from "#lib/board/queries/scope.ts";
import type { Ctx } from "#lib/core/context.ts";
import { childrenOf } from "#lib/divisions/queries/divisions.ts";

/** A choice among the towns of the county that is looked at; nothing for who sees one town only. */
export async function TownSelect({ ctx, boardScope: { node, path } }: { ctx: Ctx; boardScope: BoardScope }) {
  const county = path.find((each) => each.level === "county");
  if (!county) return null;
  const t = await getTranslations("viewHead");
  const towns = await childrenOf(ctx.db, county);
  const whole = county.id === ctx.actor.scope.id ? [] : [county];
  return (
    <FilterSelect
      name="node"
      label={t("town")}
      value={whole.some((each) => each.id === node.id) || node.level === "town" ? node.code : undefined}
      choices={[...whole, ...towns].map((each) => ({ value: each.code, label: each.shortName }))}
      all={t("townAll")}
    />
  );
}
