import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Stage } from "#db/schema/funding.ts";
import { stages } from "#db/schema/funding.ts";
import { formatFen } from "#lib/core/money.ts";
import type { FundingFilter } from "#lib/funding/input.ts";

type Props = { filter: FundingFilter; count: number; total: Record<Stage, number> };

/** How many postings match, and what they come to at each stage. */
export async function StageSums({ filter, count, total }: Props) {
  const t = await getTranslations();
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 px-4 py-3 text-[13px]">
      <div>
        <dt className="inline text-ink-2">{t("funding.postings")} </dt>
        <dd className="inline font-semibold">{count}</dd>
      </div>
      {stages
        .filter((stage) => filter.stage === undefined || filter.stage === stage)
        .map((stage) => (
          <div key={stage}>
            <dt className="inline text-ink-2">{t(`funding.stage.${stage}`)} </dt>
            <dd className="inline">
              <b>{formatFen(total[stage])}</b> <span className="text-ink-3">{t("unit.yuan")}</span>
            </dd>
          </div>
        ))}
    </dl>
  );
}
