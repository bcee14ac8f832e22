import { incomeWord } from "#app/_parts/income/income-label.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { WhyText } from "#app/(desk)/projects/sections/why-text.tsx";
import { formatFen, withUnit } from "#lib/core/money.ts";
import type { MeetingRoom } from "#lib/meetings/queries/meetings.ts";

/** Why an item is on the agenda: its light's sentence, or what the village is short of. */
export async function ItemState({
  item,
  year,
}: {
  item: MeetingRoom["agenda"][number]["item"];
  year: number;
}) {
  const t = await getTranslations();
  if (item.kind === "project") return <WhyText why={item.project.why} />;
  const { operatingFen, targetFen, gapFen, met, waiting } = item.village;
  if (operatingFen === null) return <>{t(waiting ? "tier.waiting" : "tier.noData")}</>;
  const unit = await unitOf();
  const amount = (fen: number, lineFen?: number) =>
    withUnit(formatFen(fen, unit, lineFen), t(`unit.${unit}`));
  return (
    <>
      {item.relapsed && <b className="mr-2 text-bad">▽ {t("meeting.relapsed")}</b>}
      {t(met ? "meeting.villageMet" : "meeting.villageSentence", {
        year: String(year),
        income: (await incomeWord()).heading,
        amount: amount(operatingFen, targetFen),
        target: amount(targetFen),
        gap: amount(gapFen, 0),
      })}
    </>
  );
}
