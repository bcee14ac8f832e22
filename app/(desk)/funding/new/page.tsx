import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { Name } from "#app/_parts/division/name.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, Filters } from "#app/_ui/filters.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { sources, stages } from "#db/schema/funding.ts";
import type { Ctx } from "#lib/core/context.ts";
import { today } from "#lib/core/context.ts";
import { type PayableProject, payableProjects } from "#lib/funding/queries/payable-projects.ts";
import { changes } from "#lib/funding/rules/movement.ts";
import { isTownsOwn } from "#lib/funding/rules/stage-order.ts";
import { post } from "../actions.ts";
import { PositionFigures } from "./sections/position-figures.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funding"))("post") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("funding.post");
  const query = await searchParams;
  const t = await getTranslations();
  const projects = await payableProjects(ctx);
  const asked = Number(one(query.project));
  const project = projects.find((each) => each.id === asked || each.twinIds.includes(asked));
  return (
    <>
      <PageHead
        title={t("funding.post")}
        crumbs={[{ name: t("nav.funding"), href: "/funding" }, { name: t("funding.post") }]}
        done={query.done}
      />
      <div className="sheet mb-3.5">
        {projects.length === 0 ? (
          <Empty why="none" />
        ) : (
          <ChooseProject projects={projects} chosen={project} />
        )}
      </div>
      {project && (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 xl:grid-cols-[minmax(0,560px)_minmax(0,1fr)]">
          <section className="sheet p-4">
            <h2 className="mb-3">
              <Link className="link" href={`/projects/${project.id}`}>
                {project.name}{" "}
                <small className="font-normal text-ink-3">
                  {project.number} · <Name of={project.town} />
                </small>
              </Link>
            </h2>
            <PostingForm ctx={ctx} project={project} />
          </section>
          <PositionFigures ctx={ctx} project={project} />
        </div>
      )}
    </>
  );
}

/**
 * Key projects that are village projects are named beside them and not offered: their money is posted there.
 */
async function ChooseProject({
  projects,
  chosen,
}: {
  projects: PayableProject[];
  chosen: PayableProject | undefined;
}) {
  const t = await getTranslations();
  const towns = [...new Set(projects.map((project) => project.town))];
  return (
    <Filters path="/funding/new">
      <FilterField label={t("funding.project")} className="min-w-0 flex-1 max-phone:basis-full">
        <select name="project" defaultValue={chosen?.id ?? ""} className="input min-w-0">
          <option value="">{t("form.choose")}</option>
          {towns.map((town) => (
            <optgroup key={town} label={town}>
              {projects
                .filter((project) => project.town === town)
                .map((project) => (
                  <option key={project.id} value={project.id}>
                    {project.number} {project.name}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </FilterField>
    </Filters>
  );
}

async function PostingForm({ ctx, project }: { ctx: Ctx; project: PayableProject }) {
  const t = await getTranslations();
  const own = ctx.actor.role === "town";
  const offered = own
    ? stages.filter((stage) => sources.some((source) => isTownsOwn(stage, source)))
    : stages;
  return (
    <Form
      action={post}
      draft={`funding-${project.id}`}
      submitLabel={t("funding.postSubmit")}
      cancelTo={`/funding/postings?project=${project.id}`}
    >
      <HiddenField name="projectId" value={project.id} />
      <HiddenField name="key" value={randomUUID()} />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          name="stage"
          label={t("funding.stageLabel")}
          required
          empty={t("form.choose")}
          choices={offered.map((stage) => ({ value: stage, label: t(`funding.stage.${stage}`) }))}
          hint={own ? t("funding.stageHintTown") : t("funding.stageHint")}
        />
        <SelectField
          name="source"
          label={t("funding.sourceLabel")}
          required
          empty={t("form.choose")}
          choices={sources.map((source) => ({ value: source, label: t(`funding.source.${source}`) }))}
        />
        <SelectField
          name="change"
          label={t("funding.change.label")}
          value="ordinary"
          choices={changes.map((change) => ({ value: change, label: t(`funding.change.${change}`) }))}
          hint={t("funding.change.hint")}
        />
        <TextField
          name="amountFen"
          label={t("funding.amount")}
          required
          inputMode="decimal"
          suffix={t("unit.yuan")}
          hint={t("funding.amountHint")}
        />
        <TextField name="onDay" label={t("funding.onDay")} required type="date" value={today(ctx)} />
        <TextField
          name="documentNo"
          label={t("funding.documentNo")}
          hint={t("funding.documentHint")}
          className="sm:col-span-2"
        />
        <TextField
          name="note"
          label={t("funding.note")}
          hint={t("funding.noteHint")}
          className="sm:col-span-2"
        />
        <TextArea
          name="explanation"
          label={t("funding.explanation")}
          hint={t("funding.explanationHint")}
          rows={2}
          className="sm:col-span-2"
        />
      </div>
    </Form>
  );
}
