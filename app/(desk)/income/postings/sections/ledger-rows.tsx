import { Name } from "#app/_parts/division/name.tsx";
import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
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

const isUndone = (row: PostingRow) => row.reversedById !== null || row.reversesId !== null;

/** The ledger's rows, newest first: what was posted, taken back and by whom. */
export async function LedgerRows({ rows, sum, english, mayReverse }: Props) {
  const t = await getTranslations();
  return (
    <Table
      label={t("income.ledger")}
      box={false}
      sticky="both"
      rows={rows}
      rowKey={({ id }) => id}
      row={(row) => ({ id: `p${row.id}`, className: isUndone(row) ? "text-ink-3" : undefined })}
      total={sum}
      columns={[
        {
          kind: "name",
          head: t("level.village"),
          look: "whitespace-nowrap",
          cell: ({ id, village, villageId, month }) => (
            <>
              <Link href={`/villages/${villageId}?year=${month.slice(0, 4)}`}>
                <Name of={village} />
              </Link>
              <Link
                className="block text-xs text-ink-3"
                href={`/income/postings/${id}`}
                aria-label={t("posting.title", { village, id })}
              >
                #{id}
              </Link>
            </>
          ),
          sumSpan: 2,
          sum: ({ name }) => <Name of={name} />,
        },
        { kind: "line", head: t("income.monthOf"), cell: "month" },
        {
          kind: "fen",
          head: t("income.amount"),
          unit: t("unit.yuan"),
          look: (row) => (isUndone(row) ? "line-through" : undefined),
          cell: ({ amountFen }) => <Money fen={amountFen} unit="yuan" />,
          sum: ({ amountFen }) => <Money fen={amountFen} unit="yuan" />,
        },
        ...(await wordColumns(english)),
        {
          kind: "act",
          head: t("income.reverse"),
          look: "no-print",
          cell: (row) =>
            mayReverse &&
            !isUndone(row) && (
              <Link className="whitespace-nowrap" href={`/income/postings/${row.id}#reverse`}>
                {t("income.reverse")}
              </Link>
            ),
        },
      ]}
    />
  );
}

/** On which account it was posted, what is remarked, and who entered it when. */
async function wordColumns(english: boolean): Promise<Column<PostingRow>[]> {
  const t = await getTranslations();
  return [
    {
      head: t("income.account"),
      look: "min-w-36",
      cell: (row) => (
        <>
          {row.accountCode} {english ? row.accountNameEn : row.accountName}
          {row.oneOff && (
            <span className="ml-1.5 whitespace-nowrap rounded bg-mute-bg px-1 text-xs text-mute">
              {t("income.oneOff")}
            </span>
          )}
        </>
      ),
      sumSpan: 4,
    },
    { head: t("income.remarks"), look: "min-w-40", cell: (row) => <Remarks row={row} /> },
    {
      kind: "line",
      head: t("income.enteredBy"),
      look: "text-ink-2",
      cell: ({ personName, byProxy, recordedAt, late }) => (
        <>
          {personName}
          {byProxy && <span className="ml-1 text-xs text-ink-3">{t("income.byProxy")}</span>}
          <time className="block text-xs text-ink-3" dateTime={recordedAt}>
            {minuteOf(recordedAt)} {late && <LateMark />}
          </time>
        </>
      ),
    },
  ];
}

/** What was taken back by what, the note and the voucher, and where the money comes from. */
async function Remarks({ row }: { row: PostingRow }) {
  const t = await getTranslations("income");
  return (
    <>
      {row.reversesId !== null && (
        <b className="font-semibold text-bad">{t("reversalOf", { id: row.reversesId })} </b>
      )}
      {row.reversedById !== null && (
        <b className="font-semibold text-bad">{t("reversedBy", { id: row.reversedById })} </b>
      )}
      {row.note}{" "}
      {row.voucher && <span className="text-ink-3">{t("voucherNo", { voucher: row.voucher })}</span>}
      {row.receiptId !== null && (
        <Link href={`/income/receipts?receipt=${row.receiptId}#r${row.receiptId}`} className="mx-1">
          {t("receiptOf", { id: row.receiptId })}
        </Link>
      )}
      {row.projectId !== null && (
        <Link href={`/projects/${row.projectId}`} className="ml-1">
          {row.project}
        </Link>
      )}
      {row.provenance === "demo" && (
        <span className="ml-1 rounded bg-demo-bg px-1 text-xs text-demo">
          {(await getTranslations("app"))("demo")}
        </span>
      )}
    </>
  );
}
