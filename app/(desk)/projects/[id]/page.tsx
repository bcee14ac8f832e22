import type { Metadata } from "next";
import type { Query } from "#app/_ui/search-params.ts";
import { Comments } from "#app/(desk)/board/meetings/sections/comments.tsx";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { today } from "#lib/core/context.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { FundingByStage } from "../sections/funding-by-stage.tsx";
import { LightTurns } from "../sections/light-turns.tsx";
import { PhaseTable } from "../sections/phase-table.tsx";
import { ProgressChart } from "../sections/progress-chart.tsx";
import { ProjectFacts } from "../sections/project-facts.tsx";
import { ProjectStatusPanel } from "../sections/project-status.tsx";
import { ReportsTable } from "../sections/reports-table.tsx";
import { askedCard } from "./asked-card.ts";
import { LatestHistory } from "./sections/latest-history.tsx";
import { openMonth } from "./sections/project-actions.tsx";
import { ProjectHead } from "./sections/project-head.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await askedCard(props)).card.project.name };
}

export default async function Page(props: Props) {
  const query = await props.searchParams;
  const { ctx, card } = await askedCard(props);
  const { project } = card;
  const open = openMonth(card, ctx, await monthAtWork(ctx));
  const events = await historyOf(ctx, { type: "project", id: project.id });
  return (
    <>
      <ProjectHead ctx={ctx} card={card} query={query} open={open} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <section className="sheet grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 p-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
          <ProjectStatusPanel card={card} />
          <ProjectFacts card={card} />
        </section>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
          <PhaseTable
            phases={card.phases}
            current={card.standing.phase}
            revision={card.planRevision}
            reason={card.planReason}
            on={today(ctx)}
          />
          <ProgressChart card={card} on={today(ctx)} />
        </div>
        <ReportsTable card={card} open={open} />
        <LightTurns ctx={ctx} card={card} />
        <FundingByStage ctx={ctx} card={card} />
        <Comments ctx={ctx} about={{ projectId: project.id }} divisionCode={project.townCode} />
        <LatestHistory card={card} events={events} query={query} />
      </div>
    </>
  );
}
