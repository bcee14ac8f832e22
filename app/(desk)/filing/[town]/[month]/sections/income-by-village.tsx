import { getLocale } from "next-intl/server";
import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import { incomeTable } from "#lib/filing/rules/income-table.ts";
import { VillageTable } from "./village-table.tsx";

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
  return (
    <VillageTable
      title={t("filing.income")}
      aside={
        <>
          <span className="note">
            {t("app.unit")}
            {t("app.colon")}
            {t("unit.yuan")}
          </span>
          <Link className="link text-[13px]" href={`/income?month=${month}&town=${town.id}`}>
            {t("filing.toGrid")}
          </Link>
        </>
      }
      look="sticky-first"
      amounts={[
        ...accounts.map((account) => ({
          key: account.accountId,
          name: `${account.accountCode} ${english ? account.accountNameEn : account.accountName}`,
        })),
        { key: "operating", name: t("filing.operating") },
      ]}
      last={t("filing.marks")}
    >
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row" className="whitespace-nowrap">
              <Link href={`/villages/${line.id}`}>
                <Name of={line.name} />
              </Link>
            </th>
            {accounts.map((account, at) => (
              <td key={account.accountId} className="num">
                {line.cells[at] == null ? (
                  <span className="text-ink-3">—</span>
                ) : (
                  <Link href={postings(line.code, account.accountCode)}>{formatFen(line.cells[at])}</Link>
                )}
              </td>
            ))}
            <td className="num">
              {line.operatingFen === null ? (
                <span className="text-ink-3">○ {t("light.grey")}</span>
              ) : (
                <Link href={postings(line.code)}>{formatFen(line.operatingFen)}</Link>
              )}
            </td>
            <td className="whitespace-nowrap text-[12px]">
              {line.late > 0 && (
                <span className="mr-2 text-warn">▲ {t("filing.lateCount", { count: line.late })}</span>
              )}
              {line.fresh > 0 && (
                <span className="text-brand-ink">＋ {t("filing.freshCount", { count: line.fresh })}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("filing.totals")}</th>
          {sums.map((sum, at) => (
            <td key={accounts[at]?.accountId} className="num">
              {formatFen(sum)}
            </td>
          ))}
          <td className="num">
            <Link href={postings(town.code)}>{formatFen(operatingFen)}</Link>
          </td>
          <td />
        </tr>
      </tfoot>
    </VillageTable>
  );
}
