import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { both, type Column, none, Table } from "#app/_ui/table.tsx";
import { formatFen } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import { type EarlierTotals, earlierTotals } from "#lib/filing/queries/comparison.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";
import { FlagList } from "./flag-list.tsx";

/** A village, or all of them, beside its earlier months, with its postings. */
type Place = { row?: FiledMonth["villages"][number]; beside: EarlierTotals; href: string };

/**
 * What each village's operating income is beside its earlier months, in yuan and fen, with what is worth a
 * look.
 */
export async function EarlierFigures({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  const { month, town, villages } = filed;
  const flagCount = villages.reduce((sum, { beside }) => sum + beside.flags.length, 0);
  const postings = (code: string) =>
    `/income/postings?node=${code}&from=${month}&to=${month}&kind=operating&approvedOnly=false`;
  return (
    <section className="sheet overflow-hidden lg:col-span-2" id="compare">
      <div className="sheet-head pb-2">
        <h2>{t("filing.compare")}</h2>
        <b className={flagCount > 0 ? "text-warn" : "font-normal text-ink-2"}>
          {flagCount > 0 ? `▲ ${t("filing.flagCount", { count: flagCount })}` : t("filing.noFlags")}
        </b>
        <span className="note">{t("filing.compareNote")}</span>
      </div>
      <Table
        label={t("filing.compare")}
        cards
        rows={villages.map((row): Place => ({ row, beside: row.beside, href: postings(row.code) }))}
        rowKey={({ href }) => href}
        total={{ beside: earlierTotals(villages.map(({ beside }) => beside)), href: postings(town.code) }}
        columns={[
          {
            kind: "name",
            head: t("level.village"),
            look: "whitespace-nowrap max-phone:col-span-2 max-phone:font-semibold",
            cell: ({ row }) => row && <Link href={`/villages/${row.id}`}>{row.name}</Link>,
            sum: () => t("filing.totals"),
          },
          ...(await amountColumns()),
          {
            head: t("filing.flags"),
            look: "min-w-64 max-phone:col-span-2 max-phone:empty:hidden",
            cell: ({ row }) => row && <FlagList flags={row.beside.flags} />,
            sumLook: "max-phone:hidden",
          },
        ]}
      />
    </section>
  );
}

/** The six amounts; on a phone each cell says what it is. */
async function amountColumns(): Promise<Column<Place, Place>[]> {
  const t = await getTranslations();
  const column = (
    name: "now" | "last" | "change" | "yearAgo" | "yearSoFar" | "ofTarget",
    shown: (beside: EarlierTotals, href: string) => ReactNode,
  ): Column<Place, Place> => {
    const look = "max-phone:col-span-2 max-phone:flex max-phone:justify-between max-phone:gap-3";
    const cell = ({ beside, href }: Place) => (
      <>
        <span className="text-ink-3 phone:hidden">{t(`filing.${name}`)}</span>
        <span>{shown(beside, href)}</span>
      </>
    );
    return { kind: "fen", head: t(`filing.${name}`), look, sumLook: look, ...both(cell) };
  };
  const amount = (fen: number | null) => (fen === null ? none() : formatFen(fen));
  return [
    column("now", ({ nowFen }, href) =>
      nowFen === null ? (
        <span className="text-ink-3">○ {t("light.grey")}</span>
      ) : (
        <Link href={href} className={nowFen < 0 ? "text-bad" : ""}>
          {formatFen(nowFen)}
        </Link>
      ),
    ),
    column("last", ({ lastFen }) => amount(lastFen)),
    column("change", ({ changeFen }) => (changeFen === null ? none() : signedFen(changeFen))),
    column("yearAgo", ({ yearAgoFen }) => amount(yearAgoFen)),
    column("yearSoFar", ({ yearFen }) => amount(yearFen)),
    column("ofTarget", ({ yearFen, targetFen }) => (
      <>
        {yearFen === null ? none() : ratio(yearFen, targetFen)}{" "}
        <small className="text-ink-3">/ {formatFen(targetFen)}</small>
      </>
    )),
  ];
}

const signedFen = (fen: number) => `${fen > 0 ? "+" : ""}${formatFen(fen)}`;

/** The same in a line, for where a village stands above a field. */
export async function EarlierLine({ beside }: { beside: EarlierTotals }) {
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
