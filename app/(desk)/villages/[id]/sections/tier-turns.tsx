import { tierNames } from "#app/_parts/board/tile-map.tsx";
import { TurnsTable } from "#app/_parts/board/turns-table.tsx";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { villageTurnsOf } from "#lib/board/queries/village-causes.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import type { Card } from "./village-figures.tsx";

/**
 * 档次变化: every turn of the year's tier, the newest first, each with who did what and when, or the day that did
 * it.
 */
export async function TierTurns({ ctx, card }: { ctx: Ctx; card: Card }) {
  const t = await getTranslations("village.tierTurns");
  const span = { from: `${card.year - 1}-01-01`, to: today(ctx) };
  const turns = (await villageTurnsOf(ctx.db, card.village.id, card.year, span, "tier")).toReversed();
  if (turns.length === 0) return null;
  const named = await tierNames([...card.bands]);
  const mark = (tier: unknown) => <TierMark tier={String(tier)} label={named(String(tier), true)} />;
  return (
    <section className="sheet keep min-w-0" id="tiers">
      <div className="sheet-head mb-2">
        <h2>
          {t("title")} <span className="font-normal text-ink-3">{turns.length}</span>
        </h2>
        <span className="note">{t("note", { year: String(card.year) })}</span>
      </div>
      <TurnsTable
        turns={turns}
        label={t("title")}
        mark={mark}
        hrefOn={(day) => `/villages/${card.village.id}?year=${card.year}&asOf=${day}`}
      />
    </section>
  );
}
