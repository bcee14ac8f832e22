import { Fragment } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { incomeFigure } from "#app/_parts/income/ledger-query.ts";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { SortHead } from "#app/_ui/pager.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import type { VillageRow, VillageSums, villagesOf } from "#lib/income/queries/village-register.ts";

type Props = {
  register: Awaited<ReturnType<typeof villagesOf>>;
  query: Query;
  /** The division's code. */
  node: string;
  year: number;
  tierNames: Record<string, string>;
  unit: string;
  /** In order of code the towns stand together, each with its subtotal. */
  grouped: boolean;
};

const path = "/villages";

/** The register's rows, town by town with subtotals, and the sum of everything that matches. */
export async function VillageRows({ register, query, node, year, tierNames, unit, grouped }: Props) {
  const t = await getTranslations();
  /** Only what is not chosen from is the sum of all postings of its division. */
  const whole = !["search", "tier", "met"].some((name) => one(query[name]));
  const groups = grouped
    ? [...Map.groupBy(register.rows, (row) => row.townId)]
    : [[0, register.rows] as const];
  return (
    // A phone leaves out town and code, which the name and the card tell.
    <table className="grid-table sticky-head sticky-first max-phone:[&_tbody_tr:not(.subtotal)>:nth-child(3)]:hidden max-phone:[&_thead_tr>:nth-child(3)]:hidden max-phone:[&_tr>:nth-child(2)]:hidden">
      <thead>
        <tr>
          <SortHead path={path} query={query} name="name" label={t("level.village")} />
          <th scope="col">{t("level.town")}</th>
          <SortHead path={path} query={query} name="code" label={t("village.code")} />
          <SortHead
            path={path}
            query={query}
            name="operating"
            label={t("village.operating", { year, income: (await incomeWord()).heading })}
            unit={unit}
            num
          />
          <SortHead path={path} query={query} name="target" label={t("village.target")} unit={unit} num />
          <SortHead path={path} query={query} name="gap" label={t("income.gap")} unit={unit} num />
          <th scope="col">{t("income.tier")}</th>
          <th scope="col" className="num">
            {t("village.monthsReported")}
          </th>
          {register.clustered && <th scope="col">{t("village.cluster")}</th>}
        </tr>
      </thead>
      <tbody>
        {groups.map(([townId, rows]) => (
          <Fragment key={townId}>
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                clustered={register.clustered}
                town={register.towns.get(row.townId)}
                year={year}
                tier={
                  row.operatingFen === null
                    ? t(row.waiting ? "tier.waiting" : "tier.noData")
                    : (tierNames[row.tier] ?? row.tier)
                }
              />
            ))}
            {grouped && register.towns.size > 1 && register.towns.get(townId) && (
              <tr className="subtotal">
                <th scope="row">
                  {t("village.subtotal", { town: register.towns.get(townId)?.name ?? "" })}
                  <MetOf sums={register.towns.get(townId) as VillageSums} />
                </th>
                <SumCells
                  clustered={register.clustered}
                  sums={register.towns.get(townId) as VillageSums}
                  ledger={whole && incomeFigure(register.towns.get(townId)?.code ?? "", year)}
                />
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {t("app.total")}
            <MetOf sums={register.total} />
          </th>
          <SumCells
            clustered={register.clustered}
            sums={register.total}
            ledger={whole && incomeFigure(node, year)}
          />
        </tr>
      </tfoot>
    </table>
  );
}

async function Row({
  row,
  clustered,
  town,
  year,
  tier,
}: {
  row: VillageRow;
  clustered: boolean;
  town: { name: string; code: string } | undefined;
  year: number;
  tier: string;
}) {
  const t = await getTranslations();
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap font-medium!">
        <Link href={`/villages/${row.id}?year=${year}`}>
          <Name of={row.name} />
        </Link>
      </th>
      <td className="whitespace-nowrap text-ink-2">
        <Name of={town?.name} />
      </td>
      <td className="text-ink-3">{row.code}</td>
      <td className="num font-medium">
        {row.operatingFen === null ? (
          <Money fen={null} />
        ) : (
          <Link href={incomeFigure(row.code, year)}>
            <Money fen={row.operatingFen} lineFen={row.targetFen} />
          </Link>
        )}
      </td>
      <td className="num text-ink-2">
        <Link href={`/villages/${row.id}?year=${year}#targets`}>
          <Money fen={row.targetFen} />
        </Link>
      </td>
      <td className={`num ${row.met ? "text-ok" : "text-bad"}`}>
        {row.met ? t("income.met") : <Money fen={row.gapFen} lineFen={0} />}
      </td>
      <td>
        <TierMark tier={row.tier} label={tier} hint={row.tier === "none" ? t("tier.noneHint") : undefined} />
      </td>
      <td className="num">
        {row.monthsReported} / {row.monthsApproved}
      </td>
      {clustered && (
        <td className="whitespace-nowrap text-ink-2">
          {row.cluster && `${row.cluster.name}${t(row.cluster.leads ? "village.leads" : "village.led")}`}
        </td>
      )}
    </tr>
  );
}

async function MetOf({ sums }: { sums: VillageSums }) {
  const t = await getTranslations("village");
  return (
    <small className="block font-normal text-ink-2 phone:hidden">
      {t("sumOf", {
        met: sums.met,
        villages: sums.villages,
        noData: sums.villages - sums.withData - sums.waiting,
        waiting: sums.waiting,
      })}
    </small>
  );
}

async function SumCells({
  sums,
  clustered,
  ledger,
}: {
  clustered: boolean;
  sums: VillageSums;
  ledger: string | false;
}) {
  const t = await getTranslations("village");
  return (
    <>
      <td colSpan={2} className="whitespace-nowrap">
        {t("sumOf", {
          met: sums.met,
          villages: sums.villages,
          noData: sums.villages - sums.withData - sums.waiting,
          waiting: sums.waiting,
        })}
      </td>
      <td className="num">
        {ledger ? (
          <Link href={ledger}>
            <Money fen={sums.operatingFen} lineFen={sums.targetFen} />
          </Link>
        ) : (
          <Money fen={sums.operatingFen} lineFen={sums.targetFen} />
        )}
      </td>
      <td className="num">
        <Money fen={sums.targetFen} />
      </td>
      <td className="num">
        <Money fen={sums.gapFen} lineFen={0} />
      </td>
      <td colSpan={clustered ? 3 : 2} />
    </>
  );
}
