import { getLocale } from "next-intl/server";
import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/**
 * What was posted since the last approval, exact to the fen: it waits for the next one. Nothing where there
 * is none.
 */
export async function Since({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const income = filed.villages.flatMap(({ name, rows }) =>
    rows.filter((row) => row.fresh).map((row) => ({ ...row, village: name })),
  );
  const funding = filed.funding.filter((row) => row.fresh);
  if (!filed.approvedBefore || income.length + funding.length === 0) return null;
  const who = (row: { personName: string; recordedAt: string }) =>
    `${row.personName} · ${minuteOf(row.recordedAt)}`;
  return (
    <section className="sheet p-4 lg:col-span-2">
      <h2>{t("filing.since", { count: income.length + funding.length })}</h2>
      <ul className="mt-2 grid gap-1 text-[13px]">
        {income.map((row) => (
          <li key={row.id} className="flex flex-wrap gap-x-3">
            <Link className="link" href={`/income/postings/${row.id}`}>
              <Name of={row.village} /> · {row.accountCode} {english ? row.accountNameEn : row.accountName}
            </Link>
            <b className={row.amountFen < 0 ? "text-bad" : ""}>{formatFen(row.amountFen)}</b>
            <span className="text-ink-2">{row.note}</span>
            <span className="text-ink-3">{who(row)}</span>
          </li>
        ))}
        {funding.map((row) => (
          <li key={row.id} className="flex flex-wrap gap-x-3">
            <Link className="link" href={`/funding/postings/${row.id}`}>
              {row.project.number} {row.project.name} · {t(`funding.stage.${row.stage}`)}
            </Link>
            <b className={row.amountFen < 0 ? "text-bad" : ""}>{formatFen(row.amountFen)}</b>
            <span className="text-ink-2">{row.note}</span>
            <span className="text-ink-3">{who(row)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
