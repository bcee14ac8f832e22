import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { Table } from "#app/_ui/table.tsx";
import { FundingByStage } from "#app/(desk)/projects/sections/funding-by-stage.tsx";
import { LightOf } from "#app/(desk)/projects/sections/light-of.tsx";
import { ProjectStatusPanel } from "#app/(desk)/projects/sections/project-status.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { type ProjectCard, projectCard } from "#lib/projects/queries/project-card.ts";

/**
 * A project as a room looks at it: its light and why, how far it is and should be, whose it is and by when,
 * its money, its last reports.
 */
export async function ProjectScreen({ ctx, id, said }: { ctx: Ctx; id: number; said: ReactNode }) {
  const t = await getTranslations();
  const card = await orNotFound(projectCard(ctx, id));
  const { project, standing } = card;
  const named = await naming();
  const facts: [string, string][] = [
    [t("meeting.phase"), t(`project.phases.${standing.phase}`)],
    [t("meeting.owner"), named(project.owner)],
    [t("meeting.due"), standing.dueOn ?? t("app.none")],
    [
      t("meeting.villages"),
      standing.villages.map(({ name }) => named(name)).join(t("board.comma")) || t("app.none"),
    ],
  ];
  return (
    <>
      <h1>
        {project.name}
        <small className="ml-3 text-base font-normal text-ink-2">
          <Name of={standing.town} /> · {project.number}
        </small>
      </h1>
      <div className="presenter-columns">
        <div className="sheet self-start px-4 py-3">
          <ProjectStatusPanel card={card} />
          <dl className="mt-2.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-t border-line pt-2.5 sm:grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
            {facts.map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-ink-2">{label}</dt>
                <dd className="font-semibold">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
          <FundingByStage ctx={ctx} card={card} />
          <LastReports card={card} />
          {said}
        </div>
      </div>
    </>
  );
}

const shown = 2;

async function LastReports({ card }: { card: ProjectCard }) {
  const t = await getTranslations();
  return (
    <section className="sheet pb-1">
      <div className="sheet-head">
        <h2>{t("meeting.reports")}</h2>
      </div>
      <Table
        label={t("meeting.reports")}
        box={false}
        look="mt-1"
        rows={card.reports.slice(0, shown)}
        rowKey={({ month }) => month}
        empty={<p className="note px-4 pb-3">{t("meeting.noReports")}</p>}
        columns={[
          { kind: "name", head: t("meeting.month"), look: "whitespace-nowrap", cell: "month" },
          { head: t("meeting.light"), cell: ({ light }) => <LightOf light={light} /> },
          {
            kind: "line",
            head: t("meeting.progress"),
            cell: ({ progressBp, plannedBp }) =>
              `${progressBp / 100}% / ${plannedBp === null ? t("app.none") : `${plannedBp / 100}%`}`,
          },
          {
            head: t("meeting.note"),
            cell: ({ delayReason, delayText, note }) =>
              [delayReason && (delayText || t(`project.delayReasons.${delayReason}`)), note]
                .filter(Boolean)
                .join(" · ") || t("app.none"),
          },
        ]}
      />
    </section>
  );
}
