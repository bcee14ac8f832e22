import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { exceptionPath } from "#app/(desk)/funding/sections/selection.ts";
import type { Day } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Exception } from "#lib/funding/queries/exceptions.ts";
import { KindMark, OwnerName, sentenceOf } from "./exception-words.tsx";

/** Exceptions, the oldest first, in yuan and fen whatever the reader's unit; each opens its page. */
export async function ExceptionTable({ rows, today }: { rows: Exception[]; today: Day }) {
  const t = await getTranslations();
  return (
    <TableScroll label={t("exceptions.name")}>
      <table className="grid-table row-cards">
        <caption className="sr-only">{t("exceptions.name")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("funding.kind")}</th>
            <th scope="col">{t("funding.project")}</th>
            <th scope="col">{t("funding.sourceLabel")}</th>
            <th scope="col">{t("exceptions.what")}</th>
            <th scope="col" className="num">
              {t("funding.amount")}
              <small className="block text-ink-3">{t("unit.yuan")}</small>
            </th>
            <th scope="col">{t("exceptions.since")}</th>
            <th scope="col">{t("exceptions.ownerLabel")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.kind} ${row.key}`}>
              <td>
                <Link className="link" href={exceptionPath(row.kind, row.key)}>
                  <KindMark exception={row} />
                </Link>
              </td>
              <td className="min-w-36 max-phone:order-2">
                <Link href={`/projects/${row.project.id}`}>
                  {row.project.name} <small className="text-ink-3">{row.project.number}</small>
                </Link>
                <small className="block text-ink-3">
                  <Name of={row.town.name} />
                </small>
              </td>
              <td className="whitespace-nowrap max-phone:order-3 max-phone:text-right">
                {row.source === null ? "—" : t(`funding.source.${row.source}`)}
              </td>
              <td className="min-w-56 max-phone:order-4 max-phone:col-span-2">
                {sentenceOf(t, row)}
                <Said row={row} />
              </td>
              <td className="num max-phone:order-1">{formatFen(row.amountFen)}</td>
              <td className="whitespace-nowrap max-phone:order-5">
                {row.sinceOn}
                <small className="block text-ink-3">{t("exceptions.age", { days: row.ageDays })}</small>
              </td>
              <td className="max-phone:order-5 max-phone:text-right">
                <OwnerName exception={row} today={today} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** The newest explanation, and whether it still holds. */
export async function Said({ row }: { row: Exception }) {
  const t = await getTranslations();
  if (row.explanation === "") return null;
  return (
    <span className="mt-0.5 block text-ink-2">
      {t("exceptions.explained", { name: row.explainedBy })}
      {t("app.colon")}
      {row.explanation}
      {row.state === "open" && <b className="block text-warn">▲ {t("exceptions.outdated")}</b>}
    </span>
  );
}
