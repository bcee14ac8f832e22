import { getLocale } from "next-intl/server";
import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Column, none, Table } from "#app/_ui/table.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import { incomeTable, type VillageLine } from "#lib/filing/rules/income-table.ts";

/**
 * The month's income by village and account in the order of the books, in yuan and fen, with its sums; each
 * leads to its postings.
 */
export async function IncomeByVillage({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const { accounts, lines, sums, operatingFen } = incomeTable(filed.villages);
  const { month, town } = filed;
  const postings = (code: string, account?: string) =>
    `/income/postings?node=${code}&from=${month}&to=${month}${account ? `&account=${account}` : ""}&approvedOnly=false`;
  const accountColumn = (
    { accountCode, accountName, accountNameEn }: (typeof accounts)[number],
    at: number,
  ): Column<VillageLine, number[]> => ({
    kind: "fen",
    head: `${accountCode} ${english ? accountNameEn : accountName}`,
    cell: ({ code, cells }) =>
      cells[at] == null ? none() : <Link href={postings(code, accountCode)}>{formatFen(cells[at])}</Link>,
    sum: (all) => all[at],
  });
  const grey = <span className="text-ink-3">○ {t("light.grey")}</span>;
  return (
    <section className="sheet overflow-hidden lg:col-span-2">
      <div className="sheet-head pb-2">
        <h2>{t("filing.income")}</h2>
        <span className="note">
          {t("app.unit")}
          {t("app.colon")}
          {t("unit.yuan")}
        </span>
        <Link className="link text-[13px]" href={`/income?month=${month}&town=${town.id}`}>
          {t("filing.toGrid")}
        </Link>
      </div>
      <Table
        label={t("filing.income")}
        sticky="first"
        rows={lines}
        rowKey={({ id }) => id}
        total={sums}
        columns={[
          {
            kind: "name",
            head: t("level.village"),
            look: "whitespace-nowrap",
            cell: ({ name }) => <Name of={name} />,
            href: ({ id }) => `/villages/${id}`,
            sum: () => t("filing.totals"),
          },
          ...accounts.map(accountColumn),
          {
            kind: "fen",
            head: t("filing.operating"),
            cell: (line) =>
              line.operatingFen === null ? (
                grey
              ) : (
                <Link href={postings(line.code)}>{formatFen(line.operatingFen)}</Link>
              ),
            sum: () => <Link href={postings(town.code)}>{formatFen(operatingFen)}</Link>,
          },
          {
            kind: "line",
            head: t("filing.marks"),
            look: "text-[12px]",
            cell: (line) => <Marks line={line} />,
          },
        ]}
      />
    </section>
  );
}

/** How many postings came late, and how many since the town sent the month in. */
async function Marks({ line: { late, fresh } }: { line: VillageLine }) {
  const t = await getTranslations("filing");
  return (
    <>
      {late > 0 && <span className="mr-2 text-warn">▲ {t("lateCount", { count: late })}</span>}
      {fresh > 0 && <span className="text-brand-ink">＋ {t("freshCount", { count: fresh })}</span>}
    </>
  );
}
