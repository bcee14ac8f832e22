import { Name } from "#app/_parts/division/name.tsx";
import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import type { PostingRow } from "#lib/income/queries/income-ledger.ts";

type Props = {
  rows: PostingRow[];
  /**
   * The sum of everything that matches, not of this page alone; none where kinds that do not add up are shown
   * together.
   */
  sum: { amountFen: number; name: string } | undefined;
  english: boolean;
  mayReverse: boolean;
};

/** The ledger's rows, newest first: what was posted, taken back and by whom. */
export async function LedgerRows({ rows, sum, english, mayReverse }: Props) {
  const t = await getTranslations();
  return (
    <table className="grid-table sticky-head sticky-first">
      <thead>
        <tr>
          <th scope="col">{t("level.village")}</th>
          <th scope="col">{t("income.monthOf")}</th>
          <th scope="col" className="num">
            {t("income.amount")}
            <small className="block text-ink-3">{t("unit.yuan")}</small>
          </th>
          <th scope="col">{t("income.account")}</th>
          <th scope="col">{t("income.remarks")}</th>
          <th scope="col">{t("income.enteredBy")}</th>
          <th scope="col">
            <span className="sr-only">{t("income.reverse")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const undone = row.reversedById !== null || row.reversesId !== null;
          return (
            <tr key={row.id} id={`p${row.id}`} className={undone ? "text-ink-3" : undefined}>
              <th scope="row" className="whitespace-nowrap">
                <Link href={`/villages/${row.villageId}?year=${row.month.slice(0, 4)}`}>
                  <Name of={row.village} />
                </Link>
                <Link
                  className="block text-xs text-ink-3"
                  href={`/income/postings/${row.id}`}
                  aria-label={t("posting.title", { village: row.village, id: row.id })}
                >
                  #{row.id}
                </Link>
              </th>
              <td className="whitespace-nowrap">{row.month}</td>
              <td className={`num ${undone ? "line-through" : ""}`}>
                <Money fen={row.amountFen} unit="yuan" />
              </td>
              <td className="min-w-36">
                {row.accountCode} {english ? row.accountNameEn : row.accountName}
                {row.oneOff && (
                  <span className="ml-1.5 whitespace-nowrap rounded bg-mute-bg px-1 text-xs text-mute">
                    {t("income.oneOff")}
                  </span>
                )}
              </td>
              <td className="min-w-40">
                {row.reversesId !== null && (
                  <b className="font-semibold text-bad">{t("income.reversalOf", { id: row.reversesId })} </b>
                )}
                {row.reversedById !== null && (
                  <b className="font-semibold text-bad">
                    {t("income.reversedBy", { id: row.reversedById })}{" "}
                  </b>
                )}
                {row.note}{" "}
                {row.voucher && (
                  <span className="text-ink-3">{t("income.voucherNo", { voucher: row.voucher })}</span>
                )}
                {row.receiptId !== null && (
                  <Link href={`/income/receipts?receipt=${row.receiptId}#r${row.receiptId}`} className="mx-1">
                    {t("income.receiptOf", { id: row.receiptId })}
                  </Link>
                )}
                {row.projectId !== null && (
                  <Link href={`/projects/${row.projectId}`} className="ml-1">
                    {row.project}
                  </Link>
                )}
                {row.provenance === "demo" && (
                  <span className="ml-1 rounded bg-demo-bg px-1 text-xs text-demo">{t("app.demo")}</span>
                )}
              </td>
              <td className="whitespace-nowrap text-ink-2">
                {row.personName}
                {row.byProxy && <span className="ml-1 text-xs text-ink-3">{t("income.byProxy")}</span>}
                <time className="block text-xs text-ink-3" dateTime={row.recordedAt}>
                  {minuteOf(row.recordedAt)} {row.late && <LateMark />}
                </time>
              </td>
              <td className="no-print">
                {mayReverse && !undone && (
                  <Link className="whitespace-nowrap" href={`/income/postings/${row.id}#reverse`}>
                    {t("income.reverse")}
                  </Link>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
      {sum && (
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              <Name of={sum.name} />
            </th>
            <td className="num">
              <Money fen={sum.amountFen} unit="yuan" />
            </td>
            <td colSpan={4} />
          </tr>
        </tfoot>
      )}
    </table>
  );
}
