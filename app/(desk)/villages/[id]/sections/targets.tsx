import { getTranslations } from "#app/_server/i18n/translations.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Card } from "./village-figures.tsx";

/** The year's target with its earlier revisions, each with author and reason. */
export async function Targets({ card }: { card: Card }) {
  const t = await getTranslations();
  return (
    <section id="targets" className="sheet keep scroll-mt-16 px-4 py-3.5 text-[13px]">
      <h2 className="mb-2">{t("village.targetOf", { year: card.year })}</h2>
      <ol className="grid gap-2">
        {card.targets.map((target) => (
          <li key={target.id}>
            <b className="text-sm font-semibold">
              {t("village.yuan", { amount: formatFen(target.amountFen) })}
            </b>{" "}
            <span className="text-ink-2">{target.reason}</span>
            <span className="block text-xs text-ink-3">
              {target.personName} · {minuteOf(target.recordedAt)}
            </span>
          </li>
        ))}
        <li className={card.targets.length > 0 ? "text-ink-3" : ""}>
          <b className="text-sm font-semibold">
            {t("village.yuan", { amount: formatFen(card.campaignTargetFen) })}
          </b>{" "}
          {t("village.campaignTarget")}
        </li>
      </ol>
    </section>
  );
}
