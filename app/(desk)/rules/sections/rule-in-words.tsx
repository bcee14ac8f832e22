import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { LightThresholds } from "#db/schema/projects.ts";
import type { PublishedRule } from "#lib/projects/queries/thresholds.ts";

/** One published rule as people read it aloud, with where it comes from and since when it counts. */
export async function RuleInWords({ rule }: { rule: PublishedRule }) {
  const t = await getTranslations("rules");
  return (
    <section className="sheet px-4 py-3.5" aria-labelledby={`rule-${rule.id}`}>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 id={`rule-${rule.id}`}>{t(`states.${rule.state}`)}</h2>
        <span className="note ml-auto">{t("since", { on: rule.effectiveOn })}</span>
      </div>
      <Sentences thresholds={rule.thresholds} />
      <p className="mt-3 border-t border-line pt-2.5 text-[13px] text-ink-2">
        {t("source")}
        <span lang="zh-CN">{rule.source}</span>
      </p>
    </section>
  );
}

export async function Sentences({
  thresholds: { progress, funds, start, report },
}: {
  thresholds: LightThresholds;
}) {
  const t = await getTranslations("rules.sentence");
  const band = ({ yellowFromPoints, redAbovePoints }: LightThresholds["progress"]) => ({
    yellow: yellowFromPoints,
    red: redAbovePoints,
  });
  const sentences = [
    t("worst"),
    t("progress", band(progress)),
    t("start", { months: start.redFromMonths }),
    funds ? t("funds", band(funds)) : t("noFunds"),
    t("report", { months: report.redAfterMonths + 1 }),
    t("caughtUp"),
    t("paused"),
    t("byHand"),
  ];
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
