import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Table } from "#app/_ui/table.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import type { Screen } from "#lib/screens/queries/screens.ts";
import { revoke } from "../actions.ts";

/** The screens that have a link: what each shows, when it was last on, and the end of its link. */
export async function Screens({ screens, revocable }: { screens: Screen[]; revocable: boolean }) {
  const t = await getTranslations();
  return (
    <section className="sheet min-w-0">
      <header className="sheet-head">
        <h2>{t("screens.list")}</h2>
        <span className="note">{t("screens.note")}</span>
      </header>
      <Table
        label={t("screens.list")}
        box="p-4 pt-2"
        sticky="first"
        look="whitespace-nowrap [&_td]:align-middle! [&_th]:align-middle!"
        rows={screens}
        rowKey={({ id }) => id}
        row={({ revokedAt }) => ({ className: revokedAt ? "text-ink-3" : undefined })}
        empty={
          <Empty why="none">
            <p>{t("screens.none")}</p>
          </Empty>
        }
        columns={[
          { kind: "name", head: t("screens.name"), cell: "name" },
          { head: t("screens.scope"), cell: ({ scope }) => <Name of={scope.name} /> },
          {
            head: t("screens.state"),
            look: ({ revokedAt }) => (revokedAt ? undefined : "text-ok"),
            cell: ({ revokedAt }) => (revokedAt ? `○ ${t("screens.off")}` : `● ${t("screens.on")}`),
          },
          { head: t("screens.seen"), cell: ({ seenAt }) => (seenAt ? minuteOf(seenAt) : t("screens.never")) },
          { head: t("screens.by"), cell: "personName" },
          { head: t("screens.made"), cell: ({ createdAt }) => minuteOf(createdAt) },
          {
            kind: "act",
            head: t("screens.revoke"),
            look: "num",
            cell: ({ id, name, revokedAt }) =>
              revocable &&
              !revokedAt && (
                <Act
                  action={revoke}
                  fields={{ screenId: id, key: crypto.randomUUID() }}
                  label={t("screens.revoke")}
                  confirm={t("screens.revokeConfirm", { name })}
                  offline={t("app.notDone")}
                />
              ),
          },
        ]}
      />
    </section>
  );
}
