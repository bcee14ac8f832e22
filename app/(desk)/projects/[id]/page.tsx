import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { cache } from "react";
import { may } from "#lib/access/policy.ts";
import { historyOf } from "#lib/audit/queries.ts";
import { type Ctx, today } from "#lib/context.ts";
import { monthOfDay } from "#lib/period.ts";
import { filingMonthOn } from "#lib/projects/desk.ts";
import { type ProjectCard, projectCard } from "#lib/projects/queries.ts";
import { Link } from "../../../_components/link.tsx";
import { PageHead } from "../../../_components/page-head.tsx";
import { PrintLink } from "../../../_components/print-links.tsx";
import { one, type Query } from "../../../_components/query.ts";
import { found } from "../../../_server/found.ts";
import { reading } from "../../../_server/reading.ts";
import { Comments } from "../../board/meetings/comments.tsx";
import { crumbsOf } from "../_parts/crumbs.ts";
import { FundingByStage } from "../_parts/funding-by-stage.tsx";
import { PhaseTable } from "../_parts/phase-table.tsx";
import { ProgressChart } from "../_parts/progress-chart.tsx";
import { ProjectFacts } from "../_parts/project-facts.tsx";
import { ProjectHistory } from "../_parts/project-history.tsx";
import { DemoMark } from "../_parts/register-table.tsx";
import { ReportsTable } from "../_parts/reports-table.tsx";
import { Standing } from "../_parts/standing.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

const cardOf = cache(async (id: string, asOf?: string, approvedOnly?: string, basis?: string) => {
  const ctx = await reading("project.read", { asOf, approvedOnly, basis });
  return { ctx, card: await found(projectCard(ctx, Number(id) || 0)) };
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
  const format = await getFormatter();
  const { project, standing } = card;
  const events = await historyOf(ctx, { type: "project", id: project.id });
  const updated = project.updatedAt && {
    name: project.updatedBy ?? "",
    at: format.dateTime(new Date(project.updatedAt), { dateStyle: "medium", timeStyle: "short" }),
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
        day={{ path: `/projects/${project.id}`, query }}
        done={query.done}
      >
        <PrintLink href={`/print/project/${project.id}`} label={t("print.pdf")} />
        <Actions ctx={ctx} card={card} filing={await filingMonthOn(ctx.db, today(ctx))} />
      </PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <section className="sheet grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 p-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
          <Standing card={card} />
          <ProjectFacts card={card} />
        </section>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
          <PhaseTable phases={card.phases} current={standing.phase} revision={card.planRevision} reason={card.planReason} on={today(ctx)} />
          <ProgressChart card={card} on={today(ctx)} />
        </div>
        <ReportsTable card={card} open={openMonth(card, ctx)} />
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

/** The newest month that the reader may still report or correct. */
const openMonth = (card: ProjectCard, ctx: Ctx) =>
  card.project.endedOn === null && may(ctx.actor, "project.report", { divisionCode: card.project.townCode }) ? monthOfDay(today(ctx)) : null;

async function Actions({ ctx, card, filing }: { ctx: Ctx; card: ProjectCard; filing: string }) {
  const t = await getTranslations("project");
  const { project, standing } = card;
  const place = { divisionCode: project.townCode };
  const { assessment } = standing;
  const paused = (assessment?.override?.computed ?? assessment?.light) === "paused";
  const month = filing > monthOfDay(today(ctx)) ? monthOfDay(today(ctx)) : filing;
  const to = (page: string) => `/projects/${project.id}/${page}`;
  if (project.endedOn !== null) {
    return may(ctx.actor, "project.resume", place) ? (
      <Link className="button no-print" href={to("standing?to=resume")}>
        {t("resumeEnded")}
      </Link>
    ) : null;
  }
  return (
    <span className="no-print flex flex-wrap gap-2">
      {may(ctx.actor, "project.end", place) && (
        <Link className="button" href={to("standing?to=end")}>
          {t("end")}
        </Link>
      )}
      {may(ctx.actor, "project.pause", place) && (
        <Link className="button" href={to(paused ? "standing?to=resume" : "standing?to=pause")}>
          {t(paused ? "resume" : "pause")}
        </Link>
      )}
      {assessment?.override && may(ctx.actor, "light.clear", place) && (
        <Link className="button" href={to("standing?to=clear")}>
          {t("clear")}
        </Link>
      )}
      {!assessment?.override && may(ctx.actor, "light.override", place) && (
        <Link className="button" href={to("standing?to=override")}>
          {t("override")}
        </Link>
      )}
      {may(ctx.actor, "project.plan", place) && (
        <Link className="button" href={to("plan")}>
          {t("revisePlan")}
        </Link>
      )}
      {may(ctx.actor, "project.edit", place) && (
        <Link className="button" href={to("edit")}>
          {t("edit")}
        </Link>
      )}
      {may(ctx.actor, "project.report", place) && !paused && (
        <Link className="button button-primary" href={to(`report?month=${month}`)}>
          {t("reportMonth", { month })}
        </Link>
      )}
    </span>
  );
}
