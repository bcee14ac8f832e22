import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { may } from "#lib/access/policy.ts";
import { today } from "#lib/core/context.ts";
import { deskFiling, reopenedOf } from "#lib/filing/queries/filed-month.ts";
import { deskOf } from "#lib/filing/queries/tasks.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { noticesOf } from "#lib/people/queries/notices.ts";
import { PageHead } from "../_parts/page/page-head.tsx";
import { getTranslations } from "../_server/i18n/translations.ts";
import { askedMonth, firstMonth } from "../_server/session/asked-month.ts";
import { context } from "../_server/session/session.ts";
import { MonthStep } from "../_ui/month-step.tsx";
import type { Query } from "../_ui/search-params.ts";
import { ReopenedMonths } from "./filing/sections/reopened.tsx";
import { DueShares } from "./income/sections/due-shares.tsx";
import { DeskFiling } from "./sections/desk-filing.tsx";
import { DeskSummary } from "./sections/desk-summary.tsx";
import { ExceptionTasks } from "./sections/exception-tasks.tsx";
import { IncomeTasks } from "./sections/income-tasks.tsx";
import { Notices } from "./sections/notice-list.tsx";
import { ProjectTasks } from "./sections/project-tasks.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("desk") };
}

/** The town's desk, and what an auditor has to be told; everybody else starts where their day does. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context();
  if (ctx.actor.role === "admin") redirect("/admin/people");
  const query = await searchParams;
  if (may(ctx.actor, "notice.see")) {
    const notices = await noticesOf(ctx);
    if (notices.count > 0) return <Notices {...notices} done={query.done} />;
  }
  if (ctx.actor.role !== "town") redirect("/board");
  const months = await askedMonth(ctx, query);
  const { month } = months;
  const desk = await deskOf(ctx, month);
  const filing = await deskFiling(ctx, desk.town, month);
  const exceptions = await exceptionsOf(ctx, { state: "open" });
  const t = await getTranslations("desk");
  return (
    <>
      <PageHead title={t("title", { town: desk.town.shortName, month })} done={query.done}>
        <MonthStep {...months} to={(when) => `/?month=${when}`} first={firstMonth} last={months.thisMonth} />
      </PageHead>
      <div className="grid items-start gap-3.5 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
        <ReopenedMonths months={await reopenedOf(ctx, desk.town.id)} townCode={desk.town.code} />
        <DeskSummary desk={desk} today={today(ctx)} missing={filing.missing}>
          <DeskFiling town={desk.town} month={month} filing={filing} />
        </DeskSummary>
        <ProjectTasks desk={desk} />
        <div className="min-w-0">
          <DueShares ctx={ctx} town={desk.town} />
          <IncomeTasks desk={desk} />
        </div>
        <ExceptionTasks rows={exceptions.rows} today={today(ctx)} />
      </div>
    </>
  );
}
