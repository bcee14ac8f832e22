import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { formatFen } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import { type EarlierTotals, earlierTotals } from "#lib/filing/queries/comparison.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import { FlagList } from "./flag-list.tsx";
import { VillageTable } from "./village-table.tsx";

/**
 * What each village's operating income is beside its earlier months, in yuan and fen, with what is worth a
 * look.
 */
export async function BesideEarlier({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  const { month, town, villages } = filed;
  const flagCount = villages.reduce((sum, { beside }) => sum + beside.flags.length, 0);
  const postings = (code: string) =>
    `/income/postings?node=${code}&from=${month}&to=${month}&kind=operating&approvedOnly=false`;
  return (
    <VillageTable
      id="compare"
      title={t("filing.compare")}
      aside={
        <>
          <b className={flagCount > 0 ? "text-warn" : "font-normal text-ink-2"}>
            {flagCount > 0 ? `▲ ${t("filing.flagCount", { count: flagCount })}` : t("filing.noFlags")}
          </b>
          <span className="note">{t("filing.compareNote")}</span>
        </>
      }
      look="row-cards"
      amounts={(["now", "last", "change", "yearAgo", "yearSoFar", "ofTarget"] as const).map((key) => ({
        key,
        name: t(`filing.${key}`),
      }))}
      last={t("filing.flags")}
    >
      <tbody>
        {villages.map(({ id, code, name, beside }) => (
          <tr key={id}>
            <th scope="row" className="whitespace-nowrap max-phone:col-span-2 max-phone:font-semibold">
              <Link href={`/villages/${id}`}>{name}</Link>
            </th>
            <Amounts beside={beside} href={postings(code)} />
            <td className="min-w-64 max-phone:col-span-2 max-phone:empty:hidden">
              <FlagList flags={beside.flags} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("filing.totals")}</th>
          <Amounts beside={earlierTotals(villages.map(({ beside }) => beside))} href={postings(town.code)} />
          <td className="max-phone:hidden" />
        </tr>
      </tfoot>
    </VillageTable>
  );
}

/** The six amounts as cells; on a phone each says what it is. */
async function Amounts({ beside, href }: { beside: EarlierTotals; href: string }) {
  const t = await getTranslations();
  const { nowFen, lastFen, changeFen, yearAgoFen, yearFen, targetFen } = beside;
  const cell = (name: "now" | "last" | "change" | "yearAgo" | "yearSoFar" | "ofTarget", shown: ReactNode) => (
    <td className="num max-phone:col-span-2 max-phone:flex max-phone:justify-between max-phone:gap-3">
      <span className="text-ink-3 phone:hidden">{t(`filing.${name}`)}</span>
      <span>{shown}</span>
    </td>
  );
  const none = <span className="text-ink-3">—</span>;
  return (
    <>
      {cell(
        "now",
        nowFen === null ? (
          <span className="text-ink-3">○ {t("light.grey")}</span>
        ) : (
          <Link href={href} className={nowFen < 0 ? "text-bad" : ""}>
            {formatFen(nowFen)}
          </Link>
        ),
      )}
      {cell("last", lastFen === null ? none : formatFen(lastFen))}
      {cell("change", changeFen === null ? none : signedFen(changeFen))}
      {cell("yearAgo", yearAgoFen === null ? none : formatFen(yearAgoFen))}
      {cell("yearSoFar", yearFen === null ? none : formatFen(yearFen))}
      {cell(
        "ofTarget",
        <>
          {yearFen === null ? none : ratio(yearFen, targetFen)}{" "}
          <small className="text-ink-3">/ {formatFen(targetFen)}</small>
        </>,
      )}
    </>
  );
}

const signedFen = (fen: number) => `${fen > 0 ? "+" : ""}${formatFen(fen)}`;

/** The same in a line, for where a village stands above a field. */
export async function BesideLine({ beside }: { beside: EarlierTotals }) {
  const t = await getTranslations("filing");
  const { lastFen, changeFen, yearAgoFen, yearFen, targetFen } = beside;
  const shown = [
    [t("last"), lastFen === null ? "—" : formatFen(lastFen)],
    [t("change"), changeFen === null ? "—" : signedFen(changeFen)],
    [t("yearAgo"), yearAgoFen === null ? "—" : formatFen(yearAgoFen)],
    [t("yearSoFar"), yearFen === null ? "—" : formatFen(yearFen)],
    [t("ofTarget"), `${yearFen === null ? "—" : ratio(yearFen, targetFen)} / ${formatFen(targetFen)}`],
  ] as const;
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 text-[12px] text-ink-2">
      {shown.map(([name, amount]) => (
        <span key={name} className="whitespace-nowrap">
          <span className="text-ink-3">{name}</span> {amount}
        </span>
      ))}
    </p>
  );
}
