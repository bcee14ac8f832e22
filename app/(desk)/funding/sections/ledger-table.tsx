import { Name } from "#app/_parts/division/name.tsx";
import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import type { LedgerRow } from "#lib/funding/queries/ledger.ts";

/** Postings, newest first, in yuan and fen whatever the reader's unit: a ledger is exact. */
export async function LedgerTable({ rows, ofVillage }: { rows: LedgerRow[]; ofVillage: boolean }) {
  const t = await getTranslations();
  return (
    <Table
      label={t("funding.ledger")}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { kind: "day", head: t("funding.onDay"), cell: "onDay", href: ({ id }) => `/funding/postings/${id}` },
        {
          head: t("funding.project"),
          look: "min-w-36",
          cell: ({ project }) => (
            <>
              {project.name} <small className="text-ink-3">{project.number}</small>
            </>
          ),
          href: ({ project }) => `/projects/${project.id}`,
        },
        { kind: "line", head: t("level.town"), cell: ({ town }) => <Name of={town.name} /> },
        ...(await amountColumns(ofVillage)),
        {
          head: t("funding.documentNo"),
          look: "max-w-44 break-words",
          cell: ({ documentNo }) => documentNo || "—",
        },
        {
          head: t("funding.remarks"),
          look: "max-w-72 text-ink-2",
          cell: (row) => (
            <>
              <Mark row={row} />
              {row.note}
              {row.explanation && <span className="block text-warn">▲ {row.explanation}</span>}
            </>
          ),
        },
        {
          kind: "line",
          head: t("funding.recordedBy"),
          look: "text-ink-2",
          cell: ({ personName, recordedAt, late, provenance }) => (
            <>
              {personName}
              <small className="ml-2 text-ink-3">
                {minuteOf(recordedAt)}
                {late && (
                  <>
                    {" "}
                    <LateMark />
                  </>
                )}
                {provenance === "demo" && ` · ${t("export.provenance.demo")}`}
              </small>
            </>
          ),
        },
      ]}
    />
  );
}

/** What moved, from which source; of a village also its own part. */
async function amountColumns(ofVillage: boolean): Promise<Column<LedgerRow>[]> {
  const t = await getTranslations();
  const unit = t("unit.yuan");
  const amountLook = ({ reversedById, amountFen }: LedgerRow) =>
    `${reversedById === null ? "" : "text-ink-3 line-through"} ${amountFen < 0 ? "text-bad" : ""}`.trim();
  const part: Column<LedgerRow> = { kind: "fen", head: t("export.column.partFen"), unit, cell: "partFen" };
  return [
    {
      kind: "line",
      head: t("funding.stageLabel"),
      cell: ({ stage, movement }) => (
        <>
          {t(`funding.stage.${stage}`)}
          {movement !== "ordinary" && (
            <small className="ml-1 text-ink-2">{t(`funding.movement.${movement}`)}</small>
          )}
        </>
      ),
    },
    {
      kind: "line",
      head: t("funding.sourceLabel"),
      cell: ({ source }) => t(`funding.source.${source}`),
    },
    { kind: "fen", head: t("funding.amount"), unit, look: amountLook, cell: "amountFen" },
    ...(ofVillage ? [part] : []),
  ];
}

/** 红冲 and 已红冲: which posting this takes back, or what took it back. */
export async function Mark({ row }: { row: Pick<LedgerRow, "reversesId" | "reversedById"> }) {
  const t = await getTranslations("funding");
  if (row.reversesId !== null)
    return (
      <Link className="mr-2 font-semibold text-bad! underline" href={`/funding/postings/${row.reversesId}`}>
        {t("reversalOf", { id: row.reversesId })}
      </Link>
    );
  if (row.reversedById !== null)
    return (
      <Link className="mr-2 font-semibold underline" href={`/funding/postings/${row.reversedById}`}>
        {t("reversedBy", { id: row.reversedById })}
      </Link>
    );
  return null;
}
