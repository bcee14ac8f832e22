import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Comparison } from "#lib/board/queries/compare.ts";
import { Crossed, Lights, Phases, Tiers } from "./change-list.tsx";
import { Income, Money } from "./money-changes.tsx";

/** What changed between the two days, each kind where it did. */
export async function Changes({ comparison }: { comparison: Comparison }) {
  const t = await getTranslations("compare");
  const { crossed, tiers, lights, phases, income, money } = comparison;
  if (crossed.length + tiers.length + lights.length + phases.length + income.length + money.length === 0) {
    return <p className="sheet px-4 py-6 text-center text-ink-2">{t("nothing")}</p>;
  }
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-2">
        <div className="grid gap-3.5">
          <Crossed comparison={comparison} />
          <Tiers comparison={comparison} />
        </div>
        <Lights comparison={comparison} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-2">
        <Phases comparison={comparison} />
        <Income comparison={comparison} />
      </div>
      <Money comparison={comparison} />
    </>
  );
}
