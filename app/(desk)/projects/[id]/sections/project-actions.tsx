import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { may, type Verb } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";

/** The month at work, for whoever may report it. */
export const openMonth = ({ reported }: ProjectCard, ctx: Ctx, month: Month) =>
  reported?.endedOn === null && may(ctx.actor, "project.report", { divisionCode: reported.townCode })
    ? month
    : null;

export const isPaused = ({ standing: { assessment } }: ProjectCard) =>
  (assessment?.override?.computed ?? assessment?.light) === "paused";

/** What can be done to a project besides reporting it, as far as this person may. */
export async function actionsOf(ctx: Ctx, card: ProjectCard) {
  const t = await getTranslations("project");
  const { project, reported, standing } = card;
  const action = (verb: Verb, place: string, page: string, label: string) =>
    may(ctx.actor, verb, { divisionCode: place })
      ? [
          <Link key={page} className="button" href={page}>
            {label}
          </Link>,
        ]
      : [];
  const edit = action("project.edit", project.townCode, `/projects/${project.id}/edit`, t("edit"));
  if (!reported) return edit;
  const to = (verb: Verb, page: string, label: string) =>
    action(verb, reported.townCode, `/projects/${reported.id}/${page}`, label);
  if (reported.endedOn !== null) return to("project.resume", "lifecycle?to=resume", t("resumeEnded"));
  const paused = isPaused(card);
  return [
    ...to("project.plan", "plan", t("revisePlan")),
    ...edit,
    ...(standing.assessment?.override
      ? to("light.clear", "lifecycle?to=clear", t("clear"))
      : to("light.override", "lifecycle?to=override", t("override"))),
    ...to(
      "project.pause",
      paused ? "lifecycle?to=resume" : "lifecycle?to=pause",
      t(paused ? "resume" : "pause"),
    ),
    ...to("project.end", "lifecycle?to=end", t("end")),
  ];
}
