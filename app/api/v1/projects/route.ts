import { z } from "zod";
import { answer, pageOf, paging } from "#app/_server/api/answer.ts";
import { json } from "#app/_server/api/problem.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { projectLevels } from "#db/schema/projects.ts";
import { authorize } from "#lib/access/policy.ts";
import { onDay, today } from "#lib/core/context.ts";
import { optionalDay } from "#lib/core/fields.ts";
import { divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { FundingFilter } from "#lib/funding/input.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";

const Query = z.object({
  node: FundingFilter.shape.node,
  asOf: optionalDay,
  level: z.enum(projectLevels, "notAChoice").optional(),
  ...paging,
});

/**
 * Projects below a node that had not ended on `asOf`, each with the light it had then and the sentence that
 * explains it.
 */
export const GET = (request: Request) =>
  answer(request, Query, async (present, { node: code, asOf, level, ...asked }) => {
    const ctx = onDay(present, asOf);
    authorize(ctx.actor, "project.read");
    const t = await getTranslations("project");
    const yuan = (await getTranslations("unit"))("yuan");
    const node = code
      ? await divisionOf(ctx.db, ctx.actor, code)
      : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
    const projects = (await projectLights(ctx.db, node, today(ctx))).filter(
      (project) => level === undefined || project.level === level,
    );
    const { data, next } = pageOf(projects, (project) => project.number, asked);
    return json({
      node: { code: node.code, name: node.name, level: node.level },
      asOf: today(ctx),
      count: projects.length,
      data: data.map((project) => ({
        id: project.id,
        number: project.number,
        name: project.name,
        level: project.level,
        type: project.type,
        sector: project.sector,
        approaches: project.approaches,
        town: { code: project.townCode, name: project.town },
        villages: project.villages.map(({ code, name, shareBp }) => ({ code, name, shareBp })),
        owner: project.owner,
        phase: project.phase,
        progressBp: project.latest?.progressBp ?? null,
        plannedBp: project.progress.plannedBp,
        reportMonth: project.latest?.month ?? null,
        light: project.light,
        countsAs: project.countsAs,
        why: t(`why.${project.why.key}`, amountsIn(project.why.values, yuan)),
        sublights: {
          progress: project.progress.light,
          start: project.start.light,
          funds: project.funds.light,
        },
        override: project.override && {
          light: project.override.light,
          computed: project.override.computed,
          fromOn: project.override.fromOn,
          expiresOn: project.override.expiresOn,
          reason: project.override.reason,
        },
        remedies: project.remedies.map(({ key, values }) => t(`remedy.${key}`, amountsIn(values, yuan))),
        dueOn: project.dueOn,
        sameAsId: project.sameAsId,
        provenance: project.provenance,
      })),
      next,
    });
  });
