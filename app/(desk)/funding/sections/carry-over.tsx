import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { formatFen } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import type { FundingFilter } from "#lib/funding/input.ts";
import { type CarryOver as Carried, spentFromBefore } from "#lib/funding/rules/carry.ts";
import { ledgerPath } from "./selection.ts";

/**
 * 结转 of a year: opening + in − out = closing, for what was allotted and for what was received. What moved
 * leads to its postings.
 */
export async function CarryOver({
  carried: { year, opening, moved, closing },
  filter,
}: {
  carried: Carried;
  filter: FundingFilter;
}) {
  const t = await getTranslations("funding");
  const unit = (await getTranslations("unit"))(await unitOf());
  const rows = [
    {
      name: t("carry.allotted"),
      opening: opening.allottedFen,
      in: moved.allot,
      out: moved.disburse,
      closing: closing.allottedFen,
      stages: { in: "allot", out: "disburse" },
    },
    {
      name: t("carry.held"),
      opening: opening.heldFen,
      in: moved.receive,
      out: moved.spend,
      closing: closing.heldFen,
      stages: { in: "receive", out: "spend" },
    },
  ] as const;
  const ofYear = { year: String(year), from: undefined, to: undefined };
  const columns = ["opening", "in", "out", "closing"] as const;
  return (
    <section className="sheet keep">
      <div className="sheet-head mb-2">
        <h2>{t("carry.title", { year: String(year) })}</h2>
        <span className="note">{t("carry.note")}</span>
      </div>
      <Table
        label={t("carry.title", { year: String(year) })}
        sticky="first"
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { kind: "name", head: t("carry.balance"), look: "min-w-24", cell: "name" },
          ...columns.map(
            (column): Column<(typeof rows)[number]> => ({
              kind: "money",
              head: t(`carry.${column}`),
              unit,
              cell: column,
              href: ({ stages }) =>
                (column === "in" || column === "out") &&
                ledgerPath(filter, { ...ofYear, stage: stages[column] }),
            }),
          ),
        ]}
      />
      {spentFromBefore(moved.spend, moved.receive) && (
        <p className="note px-4 py-2">
          {t("carry.spentMore", { year: String(year), amount: formatFen(moved.spend - moved.receive) })}
        </p>
      )}
    </section>
  );
}

/**
 * "94%"; above the whole of a year it says that money of the year before is in it. Where its two amounts do
 * not stand beside it, `apart` brings them along.
 */
export async function ShareOfYear({
  part,
  whole,
  apart = false,
}: {
  part: number;
  whole: number;
  apart?: boolean;
}) {
  const t = await getTranslations("funding.carry");
  return (
    <>
      {ratio(part, whole)}
      {apart && (
        <small className="block whitespace-nowrap text-ink-3">
          <Money fen={part} />/<Money fen={whole} />
        </small>
      )}
      {whole > 0 && spentFromBefore(part, whole) && (
        <small className="block whitespace-nowrap text-ink-3">{t("fromBefore")}</small>
      )}
    </>
  );
}
