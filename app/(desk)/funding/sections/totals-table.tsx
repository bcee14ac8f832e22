import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
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
  return (
    <Table
      label={t("funding.byGroup", { group: t(`funding.group.${by}`) })}
      sticky="first"
      rows={totals.rows}
      rowKey={({ key }) => key}
      total={totals.total}
      columns={[
        {
          kind: "name",
          head: t(`funding.group.${by}`),
          look: "min-w-20",
          cell: (row) => <Heading row={row} filter={filter} by={by} />,
          sum: () => t("app.total"),
        },
        ...(await stageColumns(filter, by)),
        ...(await shareColumns(filter, by)),
      ]}
    />
  );
}

async function stageColumns(filter: FundingFilter, by: Group): Promise<Column<FundingRow, ByStage>[]> {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const amount = (fen: number, href: string | null) =>
    fen === 0 || href === null ? (
      <Money fen={fen} />
    ) : (
      <Link href={href}>
        <Money fen={fen} />
      </Link>
    );
  return stages.map((stage) => ({
    kind: "fen",
    head: t(`funding.stage.${stage}`),
    unit,
    cell: ({ key, stages: of }) =>
      amount(of[stage], key === "" ? null : ledgerPath(filter, { ...narrowedTo(by, key), stage })),
    sum: (of) => amount(of[stage], ledgerPath(filter, { stage })),
  }));
}

/** How much of what was allotted is disbursed, and spent; a single year may spend what came over to it. */
async function shareColumns({ year }: FundingFilter, by: Group): Promise<Column<FundingRow, ByStage>[]> {
  const t = await getTranslations("funding");
  const share = (part: number, whole: number, ofYear: boolean) =>
    ofYear ? <ShareOfYear part={part} whole={whole} /> : ratio(part, whole);
  return (["disburse", "spend"] as const).map((stage) => ({
    kind: "percent",
    head: t(stage === "disburse" ? "disbursedShare" : "spentShare"),
    unit: t(stage === "disburse" ? "disbursedOf" : "spentOf"),
    look: "text-ink-2",
    cell: ({ stages: of }) => share(of[stage], of.allot, year !== undefined || by === "year"),
    sumLook: "text-ink-2",
    sum: (of) => share(of[stage], of.allot, year !== undefined),
  }));
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
