import { getLocale } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TextField } from "#app/_ui/form-fields.tsx";
import { EarlierLine } from "#app/(desk)/filing/[town]/[month]/sections/earlier-figures.tsx";
import { FlagList } from "#app/(desk)/filing/[town]/[month]/sections/flag-list.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import { incomeTable } from "#lib/filing/rules/income-table.ts";

/** What is wrong with a village's month, or with one of its postings. */
export async function VillageRemarks({ villages }: { villages: FiledMonth["villages"] }) {
  const t = await getTranslations();
  const { lines } = incomeTable(villages);
  return (
    <section className="sheet mt-3 p-4">
      <h2>{t("filing.remarkVillages")}</h2>
      <ul className="mt-2 grid items-start gap-x-6 gap-y-3 lg:grid-cols-2">
        {villages.map((village, at) => (
          <li key={village.id}>
            <TextField
              name={`remark.village.r${village.id}`}
              label={`${village.name} · ${lines[at]?.operatingFen == null ? t("light.grey") : `${t("filing.operating")} ${formatFen(lines[at].operatingFen)}`}`}
            />
            <EarlierLine beside={village.beside} />
            <FlagList flags={village.beside.flags} />
            <PostingRemarks rows={village.rows} />
          </li>
        ))}
      </ul>
    </section>
  );
}

async function PostingRemarks({ rows }: { rows: FiledMonth["villages"][number]["rows"] }) {
  if (rows.length === 0) return null;
  const t = await getTranslations("filing");
  const english = (await getLocale()) === "en";
  return (
    <details className="mt-1 pl-3">
      <summary className="text-[13px] text-brand-ink">{t("remarkPostings", { count: rows.length })}</summary>
      <div className="mt-1 grid gap-2">
        {rows.map((row) => (
          <TextField
            key={row.id}
            name={`remark.income.r${row.id}`}
            label={`${row.accountCode} ${english ? row.accountNameEn : row.accountName} · ${formatFen(row.amountFen)}${row.note ? ` · ${row.note}` : ""}`}
          />
        ))}
      </div>
    </details>
  );
}
