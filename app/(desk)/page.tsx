import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { may } from "#lib/access/policy.ts";
import { noticesOf } from "#lib/audit/notices.ts";
import { today } from "#lib/context.ts";
import { deskFiling, reopenedOf } from "#lib/filing/month.ts";
import { exceptionsOf } from "#lib/funding/exceptions.ts";

import { deskOf } from "#lib/projects/desk.ts";
import { MonthStep } from "../_components/month-step.tsx";
import { PageHead } from "../_components/page-head.tsx";
import type { Query } from "../_components/query.ts";
import { askedMonth, firstMonth } from "../_server/asked-month.ts";
import { context } from "../_server/visitor.ts";
import { DeskFiling } from "./_desk/desk-filing.tsx";
import { DeskSummary } from "./_desk/desk-summary.tsx";
import { ExceptionTasks } from "./_desk/exception-tasks.tsx";
import { IncomeTasks } from "./_desk/income-tasks.tsx";
import { Notices } from "./_desk/notices.tsx";
import { ProjectTasks } from "./_desk/project-tasks.tsx";
import { ReopenedMonths } from "./filing/reopened.tsx";
import { DueShares } from "./income/due-shares.tsx";

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
