import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
import type { Meeting } from "#lib/meetings/queries/meetings.ts";

/** The meetings that have ended, with what was concluded. */
export async function Ended({ meetings }: { meetings: (Meeting & { comments: number })[] }) {
  const t = await getTranslations("meeting");
  return (
    <section className="sheet pb-1">
      <div className="sheet-head">
        <h2>{t("earlier")}</h2>
      </div>
      <Table
        label={t("earlier")}
        box="mt-2"
        rows={meetings}
        rowKey={(meeting) => meeting.id}
        columns={[
          {
            kind: "name",
            head: t("name"),
            look: "min-w-44",
            cell: "title",
            href: ({ id }) => `/board/meetings/${id}/minutes`,
          },
          {
            kind: "line",
            head: t("place"),
            cell: ({ division }) => <Name of={division.shortName} />,
          },
          { kind: "when", head: t("startedAt"), cell: "startedAt" },
          { kind: "when", head: t("endedAt"), cell: "endedAt" },
          { kind: "line", head: t("by"), cell: "personName" },
          { kind: "count", head: t("comments"), cell: "comments" },
          {
            head: t("conclusion"),
            look: "min-w-52 max-w-96",
            cell: ({ conclusion }) => <span className="line-clamp-2">{conclusion}</span>,
          },
          {
            kind: "act",
            head: t("review"),
            headLook: "no-print",
            look: "no-print whitespace-nowrap",
            cell: () => t("review"),
            href: ({ id }) => `/board/meetings/${id}`,
          },
        ]}
      />
    </section>
  );
}
