import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { create } from "../actions.ts";
import { BasicsFields } from "../sections/basics-fields.tsx";
import { PlanFields } from "../sections/plan-fields.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("project"))("create") };
}

export default async function Page() {
  const ctx = await context("project.create");
  const t = await getTranslations();
  return (
    <>
      <PageHead title={t("project.create")} crumbs={[{ name: t("nav.projects"), href: "/projects" }]} />
      <Form action={create} draft="project-new" cancelTo="/projects">
        <HiddenField name="key" value={randomUUID()} />
        <section className="sheet mb-3.5 p-4">
          <h2 className="mb-3">{t("project.basics")}</h2>
          <BasicsFields ctx={ctx} villages={[]} />
        </section>
        <section className="sheet p-4">
          <h2 className="mb-1">{t("project.planTitle")}</h2>
          <p className="note mb-3">{t("project.planHint")}</p>
          <PlanFields />
        </section>
      </Form>
    </>
  );
}
