import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Matrix } from "#lib/filing/queries/filing-matrix.ts";
import { OpenUntil, StandingMark, TimelinessText } from "./month-state-mark.tsx";
import "./filing.css";

/** A town's own months of a year, the newest on top. */
export async function OwnMonths({ matrix }: { matrix: Matrix }) {
  const t = await getTranslations("filing");
  const [own] = matrix.rows;
  const cells = own?.cells.filter((cell) => !cell.idle).toReversed() ?? [];
  return (
    <TableScroll label={t("ownMonths", { year: matrix.year })}>
      <table className="grid-table">
        <caption className="sr-only">{t("ownMonths", { year: matrix.year })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("month")}</th>
            <th scope="col">{t("stateLabel")}</th>
            <th scope="col">{t("villagesLabel")}</th>
            <th scope="col">{t("projectsLabel")}</th>
            <th scope="col">{t("timelinessLabel")}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.month}>
              <th scope="row" className="whitespace-nowrap">
                <Link href={`/filing/${own?.town.code}/${cell.month}`}>{cell.month}</Link>
              </th>
              <td className="whitespace-nowrap">
                <StandingMark standing={cell.standing} />
                {cell.standing === "open" && cell.unlockedUntil && (
                  <small className="block text-ink-2">
                    <OpenUntil until={cell.unlockedUntil} />
                  </small>
                )}
              </td>
              <td className="whitespace-nowrap">{t("partOf", cell.villages)}</td>
              <td className="whitespace-nowrap">
                {cell.projects.of === 0 ? "—" : t("partOf", cell.projects)}
              </td>
              <td className="whitespace-nowrap">
                <span className="max-phone:hidden">
                  <TimelinessText timeliness={cell.timeliness} />
                </span>
                <span className="phone:hidden">
                  <TimelinessText timeliness={cell.timeliness} short />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
