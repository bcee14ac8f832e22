import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { IntakeLine } from "#lib/imports/queries/imports.ts";

/** The files that one has sent in, and what became of each. */
export async function Sent({ lines }: { lines: IntakeLine[] }) {
  const t = await getTranslations("intake");
  return (
    <div className="sheet mt-3.5">
      <div className="sheet-head mb-2">
        <h2>{t("sent")}</h2>
      </div>
      <Table
        label={t("sent")}
        rows={lines}
        rowKey={({ id }) => id}
        empty={
          <Empty why="none">
            <p className="note">{t("noneSent")}</p>
          </Empty>
        }
        columns={[
          {
            kind: "name",
            head: t("file"),
            look: "min-w-40 break-all",
            cell: "fileName",
            href: ({ id }) => `/intake/${id}`,
          },
          { kind: "line", head: t("kind"), cell: ({ kind }) => t(`sheet.${kind}`) },
          {
            kind: "line",
            head: t("of"),
            cell: ({ town, month }) => [town, month].filter(Boolean).join(" ") || t("wholeScope"),
          },
          { kind: "count", head: t("rows"), cell: ({ rows }) => rows ?? "" },
          {
            head: t("stateIs"),
            look: ({ state }) =>
              `whitespace-nowrap ${state === "ready" ? "font-semibold text-warn" : ""}`.trim(),
            cell: ({ state }) => t(`state.${state}`),
          },
          { kind: "when", head: t("sentAt"), cell: "createdAt" },
        ]}
      />
    </div>
  );
}
