import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { sortingOf } from "#app/_ui/sorting.tsx";
import { Table } from "#app/_ui/table.tsx";
import { dayOf } from "#lib/core/dates.ts";
import type { peopleBy } from "#lib/people/queries/people.ts";

type Row = Awaited<ReturnType<typeof peopleBy>>["rows"][number];

/** One row an account: whose it is, what they may do and where, and whether it can be used. */
export async function PeopleTable({ rows, query }: { rows: Row[]; query: Query }) {
  const t = await getTranslations();
  const stateOf = ({ disabledAt, awaitsSince, mustChangePassword }: Row) =>
    disabledAt ? "disabled" : awaitsSince ? "awaiting" : mustChangePassword ? "invited" : "active";
  return (
    <Table
      label={t("people.title")}
      box="border-t border-line"
      sticky="first"
      look="whitespace-nowrap"
      sorting={await sortingOf("/admin/people", query)}
      rows={rows}
      rowKey={({ id }) => id}
      row={({ disabledAt }) => ({ className: disabledAt ? "text-ink-3" : undefined })}
      columns={[
        {
          kind: "name",
          head: t("login.username"),
          sort: "username",
          cell: "username",
          href: ({ id }) => `/admin/people/${id}`,
        },
        { head: t("account.name"), sort: "name", cell: "name" },
        { head: t("account.post"), cell: ({ post }) => post || t("app.none") },
        {
          head: t("account.role"),
          sort: "role",
          cell: ({ role, duty }) => (
            <>
              {t(`role.${role}`)}
              {duty && <small className="ml-1.5 text-ink-3">{t(`duty.${duty}`)}</small>}
            </>
          ),
        },
        { head: t("account.scope"), sort: "scope", cell: ({ scope }) => <Name of={scope.name} /> },
        { head: t("people.state"), cell: (row) => t(`people.${stateOf(row)}`) },
        { head: t("people.created"), sort: "created", cell: ({ createdAt }) => dayOf(new Date(createdAt)) },
      ]}
    />
  );
}
