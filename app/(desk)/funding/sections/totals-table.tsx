import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { stages } from "#db/schema/funding.ts";
import { ratio } from "#lib/core/percent.ts";
import type { FundingFilter } from "#lib/funding/input.ts";
import type { FundingRow, FundingTotals } from "#lib/funding/queries/totals.ts";
import type { ByStage } from "#lib/funding/rules/stage-order.ts";
import { ShareOfYear } from "./carry-over.tsx";
import { type Group, ledgerPath, narrowedTo, totalsPath } from "./selection.ts";

type Props = { totals: FundingTotals; filter: FundingFilter; by: Group };

/** A row each heading, a column each stage; every number opens the postings that it sums. */
export async function TotalsTable({ totals, filter, by }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const ofYear = filter.year !== undefined || by === "year";
  return (
    <TableScroll label={t("funding.byGroup", { group: t(`funding.group.${by}`) })}>
      <table className="grid-table sticky-first">
        <caption className="sr-only">{t("funding.byGroup", { group: t(`funding.group.${by}`) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`funding.group.${by}`)}</th>
            {stages.map((stage) => (
              <th key={stage} scope="col" className="num">
                {t(`funding.stage.${stage}`)}
                <small className="block text-ink-3">{unit}</small>
              </th>
            ))}
            <th scope="col" className="num">
              {t("funding.disbursedShare")}
              <small className="block text-ink-3">{t("funding.disbursedOf")}</small>
            </th>
            <th scope="col" className="num">
              {t("funding.spentShare")}
              <small className="block text-ink-3">{t("funding.spentOf")}</small>
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className="min-w-20">
                <Heading row={row} filter={filter} by={by} />
              </th>
              <Amounts
                stages={row.stages}
                path={(stage) => ledgerPath(filter, { ...narrowedTo(by, row.key), stage })}
                linked={row.key !== ""}
                ofYear={ofYear}
              />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("app.total")}</th>
            <Amounts
              stages={totals.total}
              path={(stage) => ledgerPath(filter, { stage })}
              linked
              ofYear={filter.year !== undefined}
            />
          </tr>
        </tfoot>
      </table>
    </TableScroll>
  );
}

async function Heading({ row, filter, by }: { row: FundingRow; filter: FundingFilter; by: Group }) {
  const t = await getTranslations();
  if (by === "source")
    return (
      <Link href={ledgerPath(filter, { source: row.key })}>
        {knownWord(t, `funding.source.${row.key}`) ?? row.key}
      </Link>
    );
  if (by === "list")
    return (
      <Link href={totalsPath(filter, "project", { list: row.key })}>
        {knownWord(t, `export.list.${row.key}`) ?? row.key}
      </Link>
    );
  if (by === "year")
    return (
      <Link href={totalsPath(filter, "town", { year: row.key })}>{t("app.perYear", { year: row.name })}</Link>
    );
  if (row.key === "") return <span className="text-ink-3">{t("funding.noVillage")}</span>;
  const to =
    by === "town"
      ? totalsPath(filter, "village", { node: row.key })
      : by === "village"
        ? totalsPath(filter, "project", { node: row.key })
        : `/projects/${row.key}`;
  return (
    <Link href={to}>
      {row.name}
      <small className="ml-2 whitespace-nowrap text-ink-3 max-phone:hidden">{row.detail}</small>
    </Link>
  );
}

type AmountsProps = {
  stages: ByStage;
  path: (stage: string) => string;
  linked: boolean;
  /** They are of one year, which may spend what came over from the year before. */
  ofYear: boolean;
};

async function Amounts({ stages: of, path, linked, ofYear }: AmountsProps) {
  return (
    <>
      {stages.map((stage) => (
        <td key={stage} className="num">
          {of[stage] === 0 || !linked ? (
            <Money fen={of[stage]} />
          ) : (
            <Link href={path(stage)}>
              <Money fen={of[stage]} />
            </Link>
          )}
        </td>
      ))}
      {(
        [
          [of.disburse, of.allot],
          [of.spend, of.allot],
        ] as const
      ).map(([part, whole], at) => (
        <td key={at} className="num text-ink-2">
          {ofYear ? <ShareOfYear part={part} whole={whole} /> : ratio(part, whole)}
        </td>
      ))}
    </>
  );
}
