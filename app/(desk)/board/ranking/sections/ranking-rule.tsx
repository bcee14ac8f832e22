import { getTranslations } from "#app/_server/i18n/translations.ts";
import { rowsOf } from "#app/_ui/row-count.ts";
import type { Ranking } from "#lib/board/queries/ranking.ts";

/** By what the places are ranked. */
export async function RankingRule({ ranking: { before, month, node, view } }: { ranking: Ranking }) {
  const t = await getTranslations();
  const name = (each: string) => t("board.curve.monthName", { month: Number(each.slice(5)) });
  const compared = before
    ? t("ranking.before", { month: name(before.month), on: before.on })
    : t(node.level === "county" ? "ranking.beforeNone" : "ranking.beforeWide", { month: name(month) });
  return (
    <section className="sheet keep px-4 py-3.5" aria-labelledby="rule">
      <h2 id="rule" className="mb-2">
        {t("ranking.rule")}
      </h2>
      <ol className="list-decimal space-y-1 pl-5 text-[13px] text-ink-2">
        {(["share", "gap", "tie", "complete", "none", "lights"] as const).map((part) => (
          <li key={part}>{t(`ranking.rules.${part}`, { month: name(month), rows: rowsOf(view) })}</li>
        ))}
        {node.level !== "town" && <li>{compared}</li>}
      </ol>
    </section>
  );
}
