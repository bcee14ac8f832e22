import { randomUUID } from "node:crypto";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { report, reportFromDesk } from "#app/(desk)/projects/actions.ts";
import { litInWords } from "#app/(desk)/projects/sections/lit-in-words.ts";
import { ReportFields } from "#app/(desk)/projects/sections/report-fields.tsx";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { PreviewReport } from "#lib/projects/input.ts";
import type { ReportForm } from "#lib/projects/queries/report-form.ts";
import { previewLight } from "#lib/projects/queries/report-form.ts";

type Props = { ctx: Ctx; form: ReportForm; query: Query; month: Month };

/** The month's report, with the light that what was typed, or else what stands, would give. */
export async function MonthReport({ ctx, form, query, month }: Props) {
  const { project } = form;
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
    <Form
      action={fromDesk ? reportFromDesk : report}
      draft={`report-${project.id}-${month}`}
      cancelTo={fromDesk ? `/?month=${month}` : `/projects/${project.id}`}
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
  );
}
