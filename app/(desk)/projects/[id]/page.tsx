import type { Metadata } from "next";
import { cache } from "react";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { PrintLink } from "#app/_ui/print-links.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { Comments } from "#app/(desk)/board/meetings/sections/comments.tsx";
import { may, type Verb } from "#lib/access/policy.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Month, minuteOf } from "#lib/core/dates.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { type ProjectCard, projectCard } from "#lib/projects/queries/project-card.ts";
import { crumbsOf } from "../sections/crumbs.ts";
import { FundingByStage } from "../sections/funding-by-stage.tsx";
import { LightTurns } from "../sections/light-turns.tsx";
import { PhaseTable } from "../sections/phase-table.tsx";
import { ProgressChart } from "../sections/progress-chart.tsx";
import { ProjectFacts } from "../sections/project-facts.tsx";
import { ProjectHistory } from "../sections/project-history.tsx";
import { ProjectStatusPanel } from "../sections/project-status.tsx";
import { DemoMark } from "../sections/register-table.tsx";
import { ReportsTable } from "../sections/reports-table.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

const cardOf = cache(async (id: string, asOf?: string, approvedOnly?: string, basis?: string) => {
  const ctx = await pageContext("project.read", { asOf, approvedOnly, basis });
  return { ctx, card: await orNotFound(projectCard(ctx, Number(id) || 0)) };
});

/** The card that an address asks for, as plain values, so that head and page read it once. */
async function asked(params: Props["params"], searchParams: Props["searchParams"]) {
  const query = await searchParams;
  return [(await params).id, one(query.asOf), one(query.approvedOnly), one(query.basis)] as const;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  return { title: (await cardOf(...(await asked(params, searchParams)))).card.project.name };
}

export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const { ctx, card } = await cardOf(...(await asked(params, searchParams)));
  const t = await getTranslations();
  const { project, standing } = card;
  const month = await monthAtWork(ctx);
  const events = await historyOf(ctx, { type: "project", id: project.id });
  const updated = project.updatedAt && {
    name: project.updatedBy ?? "",
    at: minuteOf(project.updatedAt),
  };
  return (
    <>
      <PageHead
        crumbs={await crumbsOf(ctx, project.townId)}
        title={
          <>
            {project.name}
            <span className="ml-2 text-base font-normal text-ink-3">{project.number}</span>
            {project.provenance === "demo" && <DemoMark />}
          </>
        }
        day={{ path: `/projects/${project.id}`, query, income: false, money: true }}
        done={query.done}
        besides={
          <Besides>
            <PrintLink href={`/print/project/${project.id}`} label={t("print.pdf")} />
            {...(await deedsOf(ctx, card))}
          </Besides>
        }
      >
        {openMonth(card, ctx, month) && !isPaused(card) && (
          <Link
            className="button button-primary no-print"
            href={`/projects/${card.reported?.id}/report?month=${month}`}
          >
            {t("project.reportMonth", { month })}
          </Link>
        )}
      </PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <section className="sheet grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 p-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
          <ProjectStatusPanel card={card} />
          <ProjectFacts card={card} />
        </section>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
          <PhaseTable
            phases={card.phases}
            current={standing.phase}
            revision={card.planRevision}
            reason={card.planReason}
            on={today(ctx)}
          />
          <ProgressChart card={card} on={today(ctx)} />
        </div>
        <ReportsTable card={card} open={openMonth(card, ctx, month)} />
        <LightTurns ctx={ctx} card={card} />
        <FundingByStage ctx={ctx} card={card} />
        <Comments ctx={ctx} about={{ projectId: project.id }} divisionCode={project.townCode} />
        <section className="sheet pb-2">
          <div className="sheet-head">
            <h2>{t("app.history")}</h2>
            {updated && <span className="note">{t("app.updated", updated)}</span>}
          </div>
          <ProjectHistory events={one(query.history) === "all" ? events : events.slice(0, 5)} />
          {events.length > 5 && one(query.history) !== "all" && (
            <p className="no-print px-4 py-2">
              <Link className="link" href="?history=all">
                {t("project.wholeHistory", { count: events.length })}
              </Link>
            </p>
          )}
        </section>
      </div>
    </>
  );
}

/** The month at work, for whoever may report it. */
const openMonth = ({ reported }: ProjectCard, ctx: Ctx, month: Month) =>
  reported?.endedOn === null && may(ctx.actor, "project.report", { divisionCode: reported.townCode })
    ? month
    : null;

const isPaused = ({ standing: { assessment } }: ProjectCard) =>
  (assessment?.override?.computed ?? assessment?.light) === "paused";

/** What can be done to a project besides reporting it, as far as this person may. */
async function deedsOf(ctx: Ctx, card: ProjectCard) {
  const t = await getTranslations("project");
  const { project, reported, standing } = card;
  const deed = (verb: Verb, place: string, page: string, label: string) =>
    may(ctx.actor, verb, { divisionCode: place })
      ? [
          <Link key={page} className="button" href={page}>
            {label}
          </Link>,
        ]
      : [];
  const edit = deed("project.edit", project.townCode, `/projects/${project.id}/edit`, t("edit"));
  if (!reported) return edit;
  const to = (verb: Verb, page: string, label: string) =>
    deed(verb, reported.townCode, `/projects/${reported.id}/${page}`, label);
  if (reported.endedOn !== null) return to("project.resume", "lifecycle?to=resume", t("resumeEnded"));
  const paused = isPaused(card);
  return [
    ...to("project.plan", "plan", t("revisePlan")),
    ...edit,
    ...(standing.assessment?.override
      ? to("light.clear", "lifecycle?to=clear", t("clear"))
      : to("light.override", "lifecycle?to=override", t("override"))),
    ...to(
      "project.pause",
      paused ? "lifecycle?to=resume" : "lifecycle?to=pause",
      t(paused ? "resume" : "pause"),
    ),
    ...to("project.end", "lifecycle?to=end", t("end")),
  ];
}
