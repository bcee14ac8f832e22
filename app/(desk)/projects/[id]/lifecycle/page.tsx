import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { clear, end, override, pause, resume } from "#app/(desk)/projects/actions.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { projectToChange } from "#app/(desk)/projects/sections/project-to-change.ts";
import { overrideLights } from "#db/schema/projects.ts";
import { today } from "#lib/core/context.ts";
import { addMonths, earlierOf, lastDay, monthOfDay } from "#lib/core/dates.ts";
import { latestExpiry } from "#lib/projects/rules/manual-light.ts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

const deeds = {
  pause: { verb: "project.pause", action: pause, day: { name: "onDay", label: "pauseDay" } },
  resume: { verb: "project.resume", action: resume, day: { name: "onDay", label: "resumeDay" } },
  end: { verb: "project.end", action: end, day: { name: "endedOn", label: "endDay" } },
  override: { verb: "light.override", action: override, day: undefined },
  clear: { verb: "light.clear", action: clear, day: undefined },
} as const;

const deedOf = (query: Query): keyof typeof deeds => {
  const asked = one(query.to);
  return asked && asked in deeds ? (asked as keyof typeof deeds) : "pause";
};

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: (await getTranslations("project"))(deedOf(await searchParams)) };
}

/** 暂停、恢复、终止、人工调整灯色、撤销: what the page does is named with the project that it does it to. */
export default async function Page({ params, searchParams }: Props) {
  const deed = deedOf(await searchParams);
  const { verb, action, day } = deeds[deed];
  const { ctx, project } = await projectToChange(verb, (await params).id);
  const t = await getTranslations("project");
  const words = await getTranslations("light");
  const to = `/projects/${project.id}`;
  return (
    <>
      <PageHead
        title={t(`${deed}Title`, { number: project.number, name: project.name })}
        crumbs={await crumbsOf(ctx, project.townId, [{ name: project.number, href: to }])}
      />
      <Form
        action={action}
        cancelTo={to}
        submitLabel={t(`${deed}Label`, { number: project.number })}
        className="max-w-2xl"
      >
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="projectId" value={project.id} />
        <HiddenField name="version" value={project.version} />
        <section className="sheet grid gap-3.5 p-4">
          <p className="text-ink-2">{t(`${deed}Hint`)}</p>
          {deed === "override" && (
            <SelectField
              name="light"
              label={t("overrideTo")}
              choices={overrideLights.map((light) => ({
                value: light,
                label: `${lightShapes[light]} ${words(light)}`,
              }))}
              required
              className="max-w-60"
            />
          )}
          {deed === "override" && (
            <TextField
              name="expiresOn"
              label={t("expiresOn")}
              hint={t("expiresOnHint", { on: latestExpiry(today(ctx)) })}
              type="date"
              value={earlierOf(latestExpiry(today(ctx)), lastDay(addMonths(monthOfDay(today(ctx)), 1)))}
              required
              className="max-w-60"
            />
          )}
          {day && (
            <TextField
              name={day.name}
              label={t(day.label)}
              type="date"
              value={today(ctx)}
              required
              className="max-w-60"
            />
          )}
          {deed === "pause" && (
            <TextField name="approval" label={t("approval")} hint={t("approvalHint")} required />
          )}
          <TextArea name="reason" label={t("reason")} required />
        </section>
      </Form>
    </>
  );
}
