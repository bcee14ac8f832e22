import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
import { exceptionPath } from "#app/(desk)/funding/sections/selection.ts";
import type { Day } from "#lib/core/dates.ts";
import type { Exception } from "#lib/funding/queries/exceptions.ts";
import { KindMark, OwnerName, sentenceOf } from "./exception-words.tsx";

/** Exceptions, the oldest first, in yuan and fen whatever the reader's unit; each opens its page. */
export async function ExceptionTable({ rows, today }: { rows: Exception[]; today: Day }) {
  const t = await getTranslations();
  return (
    <Table
      label={t("exceptions.name")}
      cards
      rows={rows}
      rowKey={({ kind, key }) => `${kind} ${key}`}
      columns={[
        {
          head: t("funding.kind"),
          cell: (row) => (
            <Link className="link" href={exceptionPath(row.kind, row.key)}>
              <KindMark exception={row} />
            </Link>
          ),
        },
        {
          head: t("funding.project"),
          look: "min-w-36 max-phone:order-2",
          cell: ({ project }) => (
            <>
              {project.name} <small className="text-ink-3">{project.number}</small>
            </>
          ),
          href: ({ project }) => `/projects/${project.id}`,
          small: ({ town }) => <Name of={town.name} />,
        },
        {
          kind: "line",
          head: t("funding.sourceLabel"),
          look: "max-phone:order-3 max-phone:text-right",
          cell: ({ source }) => (source === null ? "—" : t(`funding.source.${source}`)),
        },
        {
          head: t("exceptions.what"),
          look: "min-w-56 max-phone:order-4 max-phone:col-span-2",
          cell: (row) => (
            <>
              {sentenceOf(t, row)}
              <Said row={row} />
            </>
          ),
        },
        {
          kind: "fen",
          head: t("funding.amount"),
          unit: t("unit.yuan"),
          look: "max-phone:order-1",
          cell: "amountFen",
        },
        {
          kind: "day",
          head: t("exceptions.since"),
          look: "max-phone:order-5",
          cell: "sinceOn",
          small: ({ ageDays }) => t("exceptions.age", { days: ageDays }),
        },
        {
          head: t("exceptions.ownerLabel"),
          look: "max-phone:order-5 max-phone:text-right",
          cell: (row) => <OwnerName exception={row} today={today} />,
        },
      ]}
    />
  );
}

/** The newest explanation, and whether it still holds. */
export async function Said({ row }: { row: Exception }) {
  const t = await getTranslations();
  if (row.explanation === "") return null;
  return (
    <span className="mt-0.5 block text-ink-2">
      {t("exceptions.explained", { name: row.explainedBy })}
      {t("app.colon")}
      {row.explanation}
      {row.state === "open" && <b className="block text-warn">▲ {t("exceptions.outdated")}</b>}
    </span>
  );
}
