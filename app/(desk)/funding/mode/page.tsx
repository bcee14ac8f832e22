import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { disbursementModes, sources } from "#db/schema/funding.ts";
import { payableProjects } from "#lib/funding/queries/payable-projects.ts";
import { projectFunding } from "#lib/funding/queries/project-funding.ts";
import { setMode } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funding.mode"))("set") };
}

/** How a source pays a project: in advance, or as reimbursement after acceptance. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("funding.mode");
  const asked = Number(one((await searchParams).project));
  const project = (await payableProjects(ctx)).find((each) => each.id === asked) ?? notFound();
  const t = await getTranslations("funding");
  const { sources: rows } = await projectFunding(ctx, project.id);
  const modes = new Map(rows.map((row) => [row.source, row.mode]));
  return (
    <>
      <PageHead
        title={t("mode.set")}
        crumbs={[
          { name: (await getTranslations("nav"))("funding"), href: "/funding" },
          { name: `${project.number} ${project.name}`, href: `/funding/new?project=${project.id}` },
        ]}
      />
      <section className="sheet max-w-[640px] p-4">
        <p className="note mb-3">{t("mode.note")}</p>
        <Form action={setMode} submitLabel={t("mode.submit")} cancelTo={`/funding/new?project=${project.id}`}>
          <HiddenField name="projectId" value={project.id} />
          <HiddenField name="key" value={randomUUID()} />
          <div className="grid gap-3 sm:grid-cols-2">
            <SelectField
              name="source"
              label={t("sourceLabel")}
              required
              choices={sources.map((source) => ({
                value: source,
                label: `${t(`source.${source}`)} · ${t(`mode.${modes.get(source) ?? "advance"}`)}`,
              }))}
            />
            <SelectField
              name="mode"
              label={t("mode.label")}
              required
              value="reimbursement"
              choices={disbursementModes.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
            />
            <TextField name="reason" label={t("mode.reason")} required className="sm:col-span-2" />
          </div>
        </Form>
      </section>
    </>
  );
}
