import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { askedMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { report, reportFromDesk } from "#app/(desk)/projects/actions.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { litInWords } from "#app/(desk)/projects/sections/lit-in-words.ts";
import { ReportFields } from "#app/(desk)/projects/sections/report-fields.tsx";
import { monthOfDay } from "#lib/core/dates.ts";
import { PreviewReport } from "#lib/projects/input.ts";
import { previewLight, reportFormOf } from "#lib/projects/queries/report-form.ts";

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
  const fromDesk = ctx.actor.role === "town";
  // Without JavaScript the preview button sends what was typed back to this page.
  const tried = PreviewReport.safeParse({
    projectId: project.id,
    month,
    progress: one(query.progress),
    phase: one(query.phase),
  });
  const stands = form.earlier && {
    projectId: project.id,
    month,
    progress: form.earlier.progressBp,
    phase: form.earlier.phase,
  };
  const preview = tried.success ? tried.data : stands;
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
        <section className="sheet grid justify-items-start gap-4 p-6">
          <p>
            {t(`refused.${closed}`, {
              month:
                closed === "project.monthInFuture"
                  ? thisMonth
                  : closed === "project.beforeCreation"
                    ? monthOfDay(project.createdOn)
                    : month,
              on: project.endedOn ?? "",
            })}
          </p>
          <Link className="button" href={to}>
            {t("app.back")}
          </Link>
        </section>
      ) : (
        <Form
          action={fromDesk ? reportFromDesk : report}
          draft={`report-${project.id}-${month}`}
          cancelTo={fromDesk ? `/?month=${month}` : to}
        >
          <HiddenField name="key" value={randomUUID()} />
          <HiddenField name="projectId" value={project.id} />
          <HiddenField name="version" value={project.version} />
          <HiddenField name="month" value={month} />
          <ReportFields
            form={form}
            query={query}
            lit={preview ? await litInWords(await previewLight(ctx, preview)) : null}
          />
        </Form>
      )}
    </>
  );
}
