import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { edit } from "#app/(desk)/projects/actions.ts";
import { BasicsFields } from "#app/(desk)/projects/sections/basics-fields.tsx";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { projectToChange } from "#app/(desk)/projects/sections/project-to-change.ts";
import { participantsOf } from "#lib/projects/store/participants.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("project"))("edit") };
}

export default async function Page({ params }: Props) {
  const { ctx, project } = await projectToChange("project.edit", (await params).id);
  const t = await getTranslations("project");
  const to = `/projects/${project.id}`;
  return (
    <>
      <PageHead
        title={t("editTitle", { name: project.name })}
        crumbs={await crumbsOf(ctx, project.townId, [{ name: project.number, href: to }])}
      />
      <Form action={edit} draft={`project-${project.id}`} cancelTo={to}>
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="projectId" value={project.id} />
        <HiddenField name="version" value={project.version} />
        <section className="sheet p-4">
          <BasicsFields ctx={ctx} project={project} villages={await participantsOf(ctx.db, project.id)} />
        </section>
      </Form>
    </>
  );
}
