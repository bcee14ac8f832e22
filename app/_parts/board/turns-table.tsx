import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Turn } from "#lib/board/rules/causes.ts";
import { dayOf } from "#lib/core/dates.ts";
import { CauseOf } from "./cause.tsx";

type Props<T> = {
  turns: readonly Turn<T>[];
  label: string;
  /** How what turned is shown, before and after. */
  mark: (value: T) => ReactNode;
  /** The page as it stood on the evening of a day. */
  hrefOn: (day: string) => string;
};

/**
 * What turned a light or a tier, a row a turn: when, from what to what, and who did what or that time did.
 */
export async function TurnsTable<T>({ turns, label, mark, hrefOn }: Props<T>) {
  const t = await getTranslations("turns");
  return (
    <TableScroll label={label}>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{t("on")}</th>
            <th scope="col">{t("change")}</th>
            <th scope="col">{t("cause")}</th>
          </tr>
        </thead>
        <tbody>
          {turns.map(({ from, to, cause }) => {
            const day = "act" in cause ? dayOf(new Date(cause.act.at)) : cause.day;
            return (
              <tr key={"act" in cause ? cause.act.at : cause.day}>
                <th scope="row" className="whitespace-nowrap">
                  <Link href={hrefOn(day)} className="link">
                    {day}
                  </Link>
                </th>
                <td className="whitespace-nowrap">
                  {mark(from)} → {mark(to)}
                </td>
                <td>
                  <CauseOf cause={cause} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
