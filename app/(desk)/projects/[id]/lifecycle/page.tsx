import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { clear, end, override, pause, resume } from "#app/(desk)/projects/actions.ts";
import { crumbsOf } from "#app/(desk)/projects/sections/crumbs.ts";
import { projectToChange } from "#app/(desk)/projects/sections/project-to-change.ts";
import { today } from "#lib/core/context.ts";
import { LifecycleFields } from "./sections/lifecycle-fields.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

const steps = {
  pause: { verb: "project.pause", action: pause, day: { name: "onDay", label: "pauseDay" } },
  resume: { verb: "project.resume", action: resume, day: { name: "onDay", label: "resumeDay" } },
  end: { verb: "project.end", action: end, day: { name: "endedOn", label: "endDay" } },
  override: { verb: "light.override", action: override, day: undefined },
  clear: { verb: "light.clear", action: clear, day: undefined },
} as const;

const stepOf = (query: Query): keyof typeof steps => {
  const asked = one(query.to);
  return asked && asked in steps ? (asked as keyof typeof steps) : "pause";
};

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: (await getTranslations("project"))(stepOf(await searchParams)) };
}

/** 暂停、恢复、终止、人工调整灯色、撤销: what the page does is named with the project that it does it to. */
export default async function Page({ params, searchParams }: Props) {
  const step = stepOf(await searchParams);
  const { verb, action, day } = steps[step];
  const { ctx, project } = await projectToChange(verb, (await params).id);
  const t = await getTranslations("project");
  const to = `/projects/${project.id}`;
  return (
    <>
      <PageHead
        title={t(`${step}Title`, { number: project.number, name: project.name })}
        crumbs={await crumbsOf(ctx, project.townId, [{ name: project.number, href: to }])}
      />
      <Form
        action={action}
        cancelTo={to}
        submitLabel={t(`${step}Label`, { number: project.number })}
        className="max-w-2xl"
      >
        <HiddenField name="key" value={randomUUID()} />
        <HiddenField name="projectId" value={project.id} />
        <HiddenField name="version" value={project.version} />
        <LifecycleFields step={step} day={day} today={today(ctx)} />
      </Form>
    </>
  );
}
