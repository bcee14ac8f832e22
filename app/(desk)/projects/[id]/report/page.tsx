import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { askedMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { reportFormOf } from "#lib/projects/queries/report-form.ts";
import { ClosedMonth } from "./sections/closed-month.tsx";
import { MonthReport } from "./sections/month-report.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("verb.project"))("report") };
}

export default async function Page({ params, searchParams }: Props) {
  const ctx = await context("project.report");
  const query = await searchParams;
  const months = await askedMonth(ctx, query);
  const { month, thisMonth } = months;
  const form = await orNotFound(reportFormOf(ctx, Number((await params).id) || 0, month));
  const t = await getTranslations();
  const { project, closed } = form;
  const to = `/projects/${project.id}`;
  return (
    <>
      <PageHead
        title={t("project.reportTitle", { name: project.name, month })}
        crumbs={
          await crumbsOf(ctx, project.townId, [{ name: `${project.number} ${project.name}`, href: to }])
        }
      >
        <MonthStep
          {...months}
          to={(when) => `${to}/report?month=${when}`}
          first={monthOfDay(project.createdOn)}
          last={thisMonth}
        />
      </PageHead>
      {closed ? (
        <ClosedMonth project={project} closed={closed} month={month} thisMonth={thisMonth} />
      ) : (
        <MonthReport ctx={ctx} form={form} query={query} month={month} />
      )}
    </>
  );
}
