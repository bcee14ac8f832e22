import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentPlan } from "#lib/projects/plan.ts";
import { HiddenField, TextField } from "../../../../_components/fields.tsx";
import { Form } from "../../../../_components/form.tsx";
import { PageHead } from "../../../../_components/page-head.tsx";
import { crumbsOf } from "../../_parts/crumbs.ts";
import { PlanFields } from "../../_parts/plan-fields.tsx";
import { projectToChange } from "../../_parts/project-to-change.ts";
import { plan } from "../../actions.ts";

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
      <PageHead title={t("planOf", { name: project.name })} crumbs={await crumbsOf(ctx, project.townId, [{ name: project.number, href: to }])} />
      <Form action={plan} draft={`project-plan-${project.id}`} cancelTo={to}>
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="projectId" value={project.id} />
        <HiddenField name="version" value={project.version} />
        <section className="sheet grid gap-4 p-4">
          <p className="note">{t("planHint")}</p>
          <PlanFields plan={(await currentPlan(ctx.db, project.id)).rows} />
          <TextField name="reason" label={t("planReason")} hint={t("planReasonHint")} required className="max-w-2xl" />
        </section>
      </Form>
    </>
  );
}
