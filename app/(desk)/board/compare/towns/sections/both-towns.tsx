import { Name } from "#app/_parts/division/name.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { type Compared, FiguresTable } from "#app/(desk)/board/compare/sections/figures-table.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import { shared } from "#app/(desk)/board/sections/views.tsx";
import type { TownSide, TwoTowns } from "#lib/board/queries/two-towns.ts";
import { BelowLine } from "./town-below-line.tsx";

/** The figures of the two side by side, and what lies below the line in each. */
export async function Both({
  towns,
  sides,
  drill,
  query,
}: {
  towns: TwoTowns;
  sides: [TownSide, TownSide];
  drill: Drill;
  query: Query;
}) {
  const t = await getTranslations("compare.towns");
  const unit = (await getTranslations("unit"))(await unitOf());
  const columnOf = (side: TownSide): Compared => ({
    key: side.division.code,
    head: (
      <Link href={withQuery("/board", shared(query), { node: side.division.code })}>
        <Name of={side.division.shortName} />
      </Link>
    ),
    figures: side,
    drill,
    at: side.division,
  });
  return (
    <>
      <FiguresTable
        judged={false}
        title={t("figures")}
        note={t("note", { on: towns.asOf, unit })}
        difference={t("difference")}
        columns={[columnOf(sides[0]), columnOf(sides[1])]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 md:grid-cols-2">
        {sides.map((side) => (
          <BelowLine key={side.division.id} side={side} drill={drill} />
        ))}
      </div>
    </>
  );
}
