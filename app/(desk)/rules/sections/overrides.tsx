import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { ListedOverride } from "#lib/projects/queries/manual-lights.ts";

/** 人工调整: every light that was set by hand, in force or past, with reason, expiry and what became of it. */
export async function Overrides({ overrides }: { overrides: ListedOverride[] }) {
  const t = await getTranslations("rules");
  const inForce = overrides.filter((each) => each.state === "inForce").length;
  return (
    <section className="sheet pb-1" id="overrides">
      <div className="sheet-head">
        <h2>{t("overrides")}</h2>
        <span className="note">{t("overridesCount", { inForce, count: overrides.length })}</span>
      </div>
      <Table
        label={t("overrides")}
        box="mt-2"
        look="min-w-[760px] print:min-w-0"
        rows={overrides}
        rowKey={({ project, fromOn, expiresOn, reason }) => `${project.id} ${fromOn} ${expiresOn} ${reason}`}
        empty={<Empty why="none" />}
        columns={[
          {
            kind: "name",
            head: t("project"),
            cell: ({ project }) => `${project.number} ${project.name}`,
            href: ({ project }) => `/projects/${project.id}`,
            small: ({ project }) => <Name of={project.town} />,
          },
          { head: t("light"), cell: ({ light }) => <LightMark light={light} /> },
          { kind: "day", head: t("from"), cell: "fromOn" },
          { kind: "day", head: t("expires"), cell: "expiresOn" },
          {
            kind: "line",
            head: t("state"),
            cell: ({ state }) => t(`overrideStates.${state}`),
            small: "endedOn",
          },
          {
            head: t("reason"),
            look: "min-w-48",
            cell: "reason",
            small: ({ endedReason, endedBy }) =>
              endedReason && t("clearedBecause", { reason: endedReason, name: endedBy }),
          },
          { kind: "line", head: t("setBy"), cell: "personName" },
        ]}
      />
    </section>
  );
}
