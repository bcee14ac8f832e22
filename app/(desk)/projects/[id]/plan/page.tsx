import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { plan } from "#app/(desk)/projects/actions.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { PlanFields } from "#app/(desk)/projects/sections/plan-fields.tsx";
import { projectToChange } from "#app/(desk)/projects/sections/project-to-change.ts";
import { currentPlan } from "#lib/projects/store/plan.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("project"))("revisePlan") };
}

export default async function Page({ params }: Props) {
  const { ctx, project } = await projectToChange("project.plan", (await params).id);
  const t = await getTranslations("project");
  const to = `/projects/${project.id}`;
  return (
    <>
      <PageHead
        title={t("planOf", { name: project.name })}
        crumbs={await crumbsOf(ctx, project.townId, [{ name: project.number, href: to }])}
      />
      <Form action={plan} draft={`project-plan-${project.id}`} cancelTo={to}>
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="projectId" value={project.id} />
        <HiddenField name="version" value={project.version} />
        <section className="sheet grid gap-4 p-4">
          <p className="note">{t("planHint")}</p>
          <PlanFields plan={(await currentPlan(ctx.db, project.id)).rows} />
          <TextField
            name="reason"
            label={t("planReason")}
            hint={t("planReasonHint")}
            required
            className="max-w-2xl"
          />
        </section>
      </Form>
    </>
  );
}
