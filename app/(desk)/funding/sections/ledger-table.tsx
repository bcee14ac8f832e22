import { Name } from "#app/_parts/division/name.tsx";
import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { LedgerRow } from "#lib/funding/queries/ledger.ts";

/** Postings, newest first, in yuan and fen whatever the reader's unit: a ledger is exact. */
export async function LedgerTable({ rows, ofVillage }: { rows: LedgerRow[]; ofVillage: boolean }) {
  const t = await getTranslations();
  return (
    <TableScroll label={t("funding.ledger")}>
      <table className="grid-table">
        <caption className="sr-only">{t("funding.ledger")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("funding.onDay")}</th>
            <th scope="col">{t("funding.project")}</th>
            <th scope="col">{t("level.town")}</th>
            <th scope="col">{t("funding.stageLabel")}</th>
            <th scope="col">{t("funding.sourceLabel")}</th>
            <th scope="col" className="num">
              {t("funding.amount")}
              <small className="block text-ink-3">{t("unit.yuan")}</small>
            </th>
            {ofVillage && (
              <th scope="col" className="num">
                {t("export.column.partFen")}
                <small className="block text-ink-3">{t("unit.yuan")}</small>
              </th>
            )}
            <th scope="col">{t("funding.documentNo")}</th>
            <th scope="col">{t("funding.remarks")}</th>
            <th scope="col">{t("funding.recordedBy")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="whitespace-nowrap">
                <Link href={`/funding/postings/${row.id}`}>{row.onDay}</Link>
              </td>
              <td className="min-w-36">
                <Link href={`/projects/${row.project.id}`}>
                  {row.project.name} <small className="text-ink-3">{row.project.number}</small>
                </Link>
              </td>
              <td className="whitespace-nowrap">
                <Name of={row.town.name} />
              </td>
              <td className="whitespace-nowrap">
                {t(`funding.stage.${row.stage}`)}
                {row.movement !== "ordinary" && (
                  <small className="ml-1 text-ink-2">{t(`funding.movement.${row.movement}`)}</small>
                )}
              </td>
              <td className="whitespace-nowrap">{t(`funding.source.${row.source}`)}</td>
              <td
                className={`num ${row.reversedById === null ? "" : "text-ink-3 line-through"} ${row.amountFen < 0 ? "text-bad" : ""}`}
              >
                {formatFen(row.amountFen)}
              </td>
              {ofVillage && <td className="num">{row.partFen === null ? "—" : formatFen(row.partFen)}</td>}
              <td className="max-w-44 break-words">{row.documentNo || "—"}</td>
              <td className="max-w-72 text-ink-2">
                <Mark row={row} />
                {row.note}
                {row.explanation && <span className="block text-warn">▲ {row.explanation}</span>}
              </td>
              <td className="whitespace-nowrap text-ink-2">
                {row.personName}
                <small className="ml-2 text-ink-3">
                  {minuteOf(row.recordedAt)}
                  {row.late && (
                    <>
                      {" "}
                      <LateMark />
                    </>
                  )}
                  {row.provenance === "demo" && ` · ${t("export.provenance.demo")}`}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** 红冲 and 已红冲: which posting this takes back, or what took it back. */
export async function Mark({ row }: { row: Pick<LedgerRow, "reversesId" | "reversedById"> }) {
  const t = await getTranslations("funding");
  if (row.reversesId !== null)
    return (
      <Link className="mr-2 font-semibold text-bad! underline" href={`/funding/postings/${row.reversesId}`}>
        {t("reversalOf", { id: row.reversesId })}
      </Link>
    );
  if (row.reversedById !== null)
    return (
      <Link className="mr-2 font-semibold underline" href={`/funding/postings/${row.reversedById}`}>
        {t("reversedBy", { id: row.reversedById })}
      </Link>
    );
  return null;
}
