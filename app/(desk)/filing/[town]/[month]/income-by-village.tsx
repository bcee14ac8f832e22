import { getLocale, getTranslations } from "next-intl/server";
import { Link } from "#app/_components/link.tsx";
import { Money } from "#app/_components/money.tsx";
import { TableScroll } from "#app/_components/table-scroll.tsx";
import { unitOf } from "#app/_server/preferences.ts";
import { incomeTable } from "#lib/filing/income-table.ts";
import type { FiledMonth } from "#lib/filing/month.ts";

/** The month's income by village and account with its sums; each leads to its postings. */
export async function IncomeByVillage({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const { accounts, lines, sums, operatingFen } = incomeTable(filed.villages);
  const { month, town } = filed;
  const postings = (code: string, account?: string) =>
    `/income/postings?node=${code}&from=${month}&to=${month}${account ? `&account=${account}` : ""}&approvedOnly=false`;
  return (
    <section className="sheet overflow-hidden lg:col-span-2">
      <div className="sheet-head pb-2">
        <h2>{t("filing.income")}</h2>
        <span className="note">
          {t("app.unit")}
          {t("app.colon")}
          {t(`unit.${await unitOf()}`)}
        </span>
        <Link className="link text-[13px]" href={`/income?month=${month}&town=${town.id}`}>
          {t("filing.toGrid")}
        </Link>
      </div>
      <TableScroll label={t("filing.income")}>
        <table className="grid-table sticky-first">
          <caption className="sr-only">{t("filing.income")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("level.village")}</th>
              {accounts.map((account) => (
                <th key={account.accountCode} scope="col" className="num">
                  {account.accountCode} {english ? account.accountNameEn : account.accountName}
                </th>
              ))}
              <th scope="col" className="num">
                {t("filing.operating")}
              </th>
              <th scope="col">{t("filing.marks")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <th scope="row" className="whitespace-nowrap">
                  <Link href={`/villages/${line.id}`}>{line.name}</Link>
                </th>
                {accounts.map((account, at) => (
                  <td key={account.accountCode} className="num">
                    {line.cells[at] == null ? (
                      <span className="text-ink-3">—</span>
                    ) : (
                      <Link href={postings(line.code, account.accountCode)}>
                        <Money fen={line.cells[at]} />
                      </Link>
                    )}
                  </td>
                ))}
                <td className="num">
                  {line.operatingFen === null ? (
                    <span className="text-ink-3">○ {t("light.grey")}</span>
                  ) : (
                    <Link href={postings(line.code)}>
                      <Money fen={line.operatingFen} />
                    </Link>
                  )}
                </td>
                <td className="whitespace-nowrap text-[12px]">
                  {line.late > 0 && <span className="mr-2 text-warn">▲ {t("filing.lateCount", { count: line.late })}</span>}
                  {line.fresh > 0 && <span className="text-brand-ink">＋ {t("filing.freshCount", { count: line.fresh })}</span>}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("filing.totals")}</th>
              {sums.map((sum, at) => (
                <td key={accounts[at]?.accountCode} className="num">
                  <Money fen={sum} />
                </td>
              ))}
              <td className="num">
                <Link href={postings(town.code)}>
                  <Money fen={operatingFen} />
                </Link>
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </TableScroll>
    </section>
  );
}
