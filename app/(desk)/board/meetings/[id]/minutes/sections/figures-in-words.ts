import { incomeWord } from "#app/_parts/income/income-label.ts";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Board } from "#lib/board/queries/board.ts";
import { districtMoney } from "#lib/board/rules/figures.ts";
import { lightsOf } from "#lib/board/rules/tally.ts";
import { formatFen, withSign } from "#lib/core/money.ts";
import { lights } from "#lib/projects/rules/lights.ts";

/** A board's headline figures as minutes write them: name and sentence. */
export async function figuresInWords({ totals, year }: Board): Promise<[string, string][]> {
  const t = await getTranslations();
  const unit = await unitOf();
  const amount = (fen: number, lineFen?: number) =>
    withSign(formatFen(fen, unit, lineFen), t(`unit.${unit}`));
  const money = districtMoney(totals.funding);
  const counts = lightsOf(totals.projects.once);
  return [
    [
      t("meeting.met"),
      t("meeting.metOf", {
        met: totals.met,
        villages: totals.villages,
        notMet: totals.notMet,
        noData: totals.noData - totals.filed.waiting,
        waiting: totals.filed.waiting,
      }),
    ],
    [
      t("village.operating", { year: String(year), income: (await incomeWord()).heading }),
      t("meeting.incomeOf", {
        amount: amount(totals.operatingFen, totals.targetFen),
        target: amount(totals.targetFen),
      }),
    ],
    [
      t("meeting.gap"),
      totals.notMet === 0
        ? t("board.kpi.noGap")
        : t("meeting.gapOf", { amount: amount(totals.gapFen), count: totals.notMet }),
    ],
    [
      t("meeting.lights"),
      lights
        .filter((light) => counts[light] > 0)
        .map((light) => `${lightShapes[light]} ${t(`light.${light}`)} ${counts[light]}`)
        .join("　"),
    ],
    [
      t("meeting.funding", { year: String(year) }),
      t("meeting.fundingOf", {
        allot: amount(money.allot),
        disburse: amount(money.disburse),
        spend: amount(money.spend),
      }),
    ],
  ];
}
