import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { incomeFigure } from "#app/_parts/income/ledger-query.ts";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { sortingOf } from "#app/_ui/sorting.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
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

/** The sum of rows: what it is called, and the ledger of all its postings, where it is of a whole division. */
type Sum = { name: string; sums: VillageSums; ledger: string | undefined };

/** The register's rows, town by town with subtotals, and the sum of everything that matches. */
export async function VillageRows(props: Props) {
  const { register, query, node, year, grouped } = props;
  const t = await getTranslations();
  /** Only what is not chosen from is the sum of all postings of its division. */
  const whole = !["search", "tier", "met"].some((name) => one(query[name]));
  const subtotal = (townId: number): Sum | undefined => {
    const town = register.towns.size > 1 ? register.towns.get(townId) : undefined;
    return (
      town && {
        name: t("village.subtotal", { town: town.name }),
        sums: town,
        ledger: whole ? incomeFigure(town.code, year) : undefined,
      }
    );
  };
  return (
    <Table
      label={t("village.title")}
      box={false}
      sticky="both"
      // A phone leaves out town and code, which the name and the card tell.
      look="max-phone:[&_tbody_tr:not(.subtotal)>:nth-child(3)]:hidden max-phone:[&_thead_tr>:nth-child(3)]:hidden max-phone:[&_tr>:nth-child(2)]:hidden"
      sorting={await sortingOf("/villages", query)}
      groups={
        grouped
          ? [...Map.groupBy(register.rows, (row) => row.townId)].map(([townId, rows]) => ({
              key: townId,
              rows,
              below: subtotal(townId),
            }))
          : [{ key: "all", rows: register.rows }]
      }
      rowKey={(row) => row.id}
      total={{
        name: t("app.total"),
        sums: register.total,
        ledger: whole ? incomeFigure(node, year) : undefined,
      }}
      columns={[
        ...(await nameColumns(props)),
        ...(await amountColumns(props)),
        ...(await reportColumns(props)),
      ]}
    />
  );
}

async function nameColumns({ register, year }: Props): Promise<Column<VillageRow, Sum>[]> {
  const t = await getTranslations();
  const sumOf = ({ met, villages, withData, waiting }: VillageSums) =>
    t("village.sumOf", { met, villages, noData: villages - withData - waiting, waiting });
  return [
    {
      kind: "name",
      head: t("level.village"),
      sort: "name",
      look: "whitespace-nowrap font-medium!",
      cell: (row) => <Name of={row.name} />,
      href: (row) => `/villages/${row.id}?year=${year}`,
      sum: ({ name, sums }) => (
        <>
          {name}
          <small className="block font-normal text-ink-2 phone:hidden">{sumOf(sums)}</small>
        </>
      ),
    },
    {
      kind: "line",
      head: t("level.town"),
      look: "text-ink-2",
      cell: (row) => <Name of={register.towns.get(row.townId)?.name} />,
      sumSpan: 2,
      sumLook: "whitespace-nowrap",
      sum: ({ sums }) => sumOf(sums),
    },
    { head: t("village.code"), sort: "code", look: "text-ink-3", cell: "code" },
  ];
}

/** What the villages earned, should earn, and lack. */
async function amountColumns({ year, unit }: Props): Promise<Column<VillageRow, Sum>[]> {
  const t = await getTranslations();
  return [
    {
      kind: "fen",
      head: t("village.operating", { year, income: (await incomeWord()).heading }),
      unit,
      sort: "operating",
      look: "font-medium",
      cell: ({ code, operatingFen, targetFen }) =>
        operatingFen === null ? (
          <Money fen={null} />
        ) : (
          <Link href={incomeFigure(code, year)}>
            <Money fen={operatingFen} lineFen={targetFen} />
          </Link>
        ),
      sum: ({ sums, ledger }) => {
        const amount = <Money fen={sums.operatingFen} lineFen={sums.targetFen} />;
        return ledger ? <Link href={ledger}>{amount}</Link> : amount;
      },
    },
    {
      kind: "money",
      head: t("village.target"),
      unit,
      sort: "target",
      look: "text-ink-2",
      cell: "targetFen",
      href: ({ id }) => `/villages/${id}?year=${year}#targets`,
      sum: ({ sums }) => sums.targetFen,
    },
    {
      kind: "fen",
      head: t("income.gap"),
      unit,
      sort: "gap",
      look: ({ met }) => (met ? "text-ok" : "text-bad"),
      cell: ({ met, gapFen }) => (met ? t("income.met") : <Money fen={gapFen} lineFen={0} />),
      sum: ({ sums }) => <Money fen={sums.gapFen} lineFen={0} />,
    },
  ];
}

/** The tier of each, how complete its year is, and the cluster that it stands in. */
async function reportColumns({ register, tierNames }: Props): Promise<Column<VillageRow, Sum>[]> {
  const t = await getTranslations();
  const { clustered } = register;
  const named = ({ operatingFen, waiting, tier }: VillageRow) =>
    operatingFen === null ? t(waiting ? "tier.waiting" : "tier.noData") : (tierNames[tier] ?? tier);
  const columns: Column<VillageRow, Sum>[] = [
    {
      head: t("income.tier"),
      cell: (row) => (
        <TierMark
          tier={row.tier}
          label={named(row)}
          hint={row.tier === "none" ? t("tier.noneHint") : undefined}
        />
      ),
      sumSpan: clustered ? 3 : 2,
    },
    {
      kind: "count",
      head: t("village.monthsReported"),
      cell: ({ monthsReported, monthsApproved }) => `${monthsReported} / ${monthsApproved}`,
    },
  ];
  if (!clustered) return columns;
  return [
    ...columns,
    {
      kind: "line",
      head: t("village.cluster"),
      look: "text-ink-2",
      cell: ({ cluster }) =>
        cluster && `${cluster.name}${t(cluster.leads ? "village.leads" : "village.led")}`,
    },
  ];
}
