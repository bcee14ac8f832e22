import { Name } from "#app/_parts/division/name.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import type { TownSide } from "#lib/board/queries/two-towns.ts";
import { gapInYuan } from "#lib/board/rules/gap.ts";

/** A town's villages below the line, the largest gap first. */
export async function BelowLine({
  side: { division, below, noData },
  drill,
}: {
  side: TownSide;
  drill: Drill;
}) {
  const t = await getTranslations();
  const named = await naming();
  return (
    <section className="sheet keep px-4 py-3.5">
      <h2 className="mb-1">{t("compare.towns.below", { town: named(division.shortName) })}</h2>
      {below.length === 0 && noData === 0 && <p className="py-1.5 text-ink-2">{t("compare.towns.none")}</p>}
      <ul className="divide-y divide-line">
        {below.map((village) => (
          <li key={village.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <Link href={drill.village(village.id)} className="font-semibold hover:text-brand-ink">
              ▽ <Name of={village.name} />
            </Link>
            <span className="text-ink-2 text-xs">
              {village.owner ? t("belowLine.owner", { owner: named(village.owner) }) : t("belowLine.noOwner")}
            </span>
            <Link href={drill.income(village)} className="ml-auto font-semibold text-bad">
              {t("belowLine.short", { amount: gapInYuan(village.gapFen) })}
            </Link>
          </li>
        ))}
      </ul>
      {noData > 0 && (
        <Link href={drill.villages({ tier: "noData" }, division)} className="link text-xs">
          {t("board.kpi.noData")} {noData}
        </Link>
      )}
    </section>
  );
}
