import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { drillOf } from "#app/(desk)/board/sections/drill-links.ts";
import type { Comparison, Side } from "#lib/board/queries/compare.ts";
import type { Day } from "#lib/core/dates.ts";
import { type Compared, FiguresTable } from "./figures-table.tsx";

type Props = { comparison: Comparison; today: Day; board: (on: Day) => string };

/** 两期对照: the figures of both days and the difference. */
export async function SideBySide({
  comparison: { before, after, ofMonth, node, year },
  today,
  board,
}: Props) {
  const t = await getTranslations("compare");
  const unit = (await getTranslations("unit"))(await unitOf());
  const columnOf = ({ on, totals }: Side): Compared => ({
    key: on,
    head: (
      <Link href={board(on)} today>
        {on}
      </Link>
    ),
    figures: totals,
    drill: drillOf({ node, year, asOf: on }, today, on === today ? undefined : on),
    at: node,
  });
  return (
    <FiguresTable
      title={t("figures")}
      note={t("figuresNote", { unit })}
      difference={t("difference")}
      columns={[columnOf(before), columnOf(after)]}
    >
      {ofMonth && (
        <p className="note px-4 py-2.5">
          {t("ofMonth", {
            month: Number(ofMonth.month.slice(5)),
            met: ofMonth.met,
            metBefore: ofMonth.metBefore,
            moved: `${ofMonth.met > ofMonth.metBefore ? "+" : ofMonth.met < ofMonth.metBefore ? "−" : ""}${Math.abs(ofMonth.met - ofMonth.metBefore)}`,
          })}
        </p>
      )}
    </FiguresTable>
  );
}
