import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { today } from "#lib/context.ts";
import { reopenedOf } from "#lib/filing/month.ts";
import { exceptionsOf } from "#lib/funding/exceptions.ts";

import { addMonths, isMonth, monthOfDay } from "#lib/period.ts";
import { deskOf, filingMonthOn } from "#lib/projects/desk.ts";
import { Link } from "../_components/link.tsx";
import { PageHead } from "../_components/page-head.tsx";
import { one, type Query } from "../_components/query.ts";
import { context } from "../_server/visitor.ts";
import { DeskFiling } from "./_desk/desk-filing.tsx";
import { DeskSummary } from "./_desk/desk-summary.tsx";
import { ExceptionTasks } from "./_desk/exception-tasks.tsx";
import { IncomeTasks } from "./_desk/income-tasks.tsx";
import { ProjectTasks } from "./_desk/project-tasks.tsx";
import { ReopenedMonths } from "./filing/reopened.tsx";
import { DueShares } from "./income/due-shares.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("desk") };
}

/** The town's desk; everybody else starts where their day does. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context();
  if (ctx.actor.role === "admin") redirect("/admin/people");
  if (ctx.actor.role !== "town") redirect("/board");
  const query = await searchParams;
  const asked = one(query.month) ?? "";
  const current = await filingMonthOn(ctx.db, today(ctx));
  const month = isMonth(asked) ? asked : current;
  const desk = await deskOf(ctx, month);
  const exceptions = await exceptionsOf(ctx, { state: "open" });
  const t = await getTranslations("desk");
  return (
    <>
      <PageHead title={t("title", { town: desk.town.shortName, month })} done={query.done}>
        <Link className="button" href={`/?month=${addMonths(month, -1)}`}>
          ‹ {addMonths(month, -1)}
        </Link>
        {month < current && (
          <Link className="button" href={`/?month=${addMonths(month, 1)}`}>
            {addMonths(month, 1)} ›
          </Link>
        )}
      </PageHead>
      <div className="grid items-start gap-3.5 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
        <ReopenedMonths months={await reopenedOf(ctx, desk.town.id)} townCode={desk.town.code} />
        <DeskSummary desk={desk} today={today(ctx)} filing={<DeskFiling ctx={ctx} town={desk.town} month={month} />} />
        <ProjectTasks desk={desk} canReport={month <= monthOfDay(today(ctx))} />
        <div className="min-w-0">
          <DueShares ctx={ctx} town={desk.town} />
          <IncomeTasks desk={desk} />
        </div>
        <ExceptionTasks rows={exceptions.rows} today={today(ctx)} />
      </div>
    </>
  );
}
