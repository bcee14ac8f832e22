import { desc, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { divisions, type LightThresholds, lightOverrides, lightRules, projects } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { addMonths, lastDay, monthOfDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import type { ClearLight, OverrideLight, SetLightRule } from "../input.ts";
import { statusesOf } from "../queries/status.ts";
import { latestExpiry, type Override } from "../rules/manual-light.ts";
import { thresholdsOf } from "../rules/thresholds.ts";
import {
  advance,
  type Project,
  requireOngoing,
  requireReported,
  savedOf,
  subjectOf,
} from "../store/project.ts";

/**
 * 人工调整: from today through `expiresOn` the light is what the office says, whatever is computed; one that is
 * in force already is replaced. @throws {Refused} `project.ended`, `override.expiryPast`,
 * `override.expiryTooFar`
 */
export const overrideLight = defineCommand({
  verb: "light.override",
  input: takes<OverrideLight>(),
  load: (tx, { actor }, { input }) => requireReported(tx, actor, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  version: (project) => savedOf(project),
  async work(tx, ctx, { input, loaded: project }) {
    requireOngoing(project);
    const { light, reason, expiresOn } = input;
    const [on, latest] = [today(ctx), latestExpiry(today(ctx))];
    if (expiresOn < on) throw new Refused("override.expiryPast", { on }, "expiresOn");
    if (expiresOn > latest) throw new Refused("override.expiryTooFar", { on: latest }, "expiresOn");
    const before = await lightNow(tx, ctx, project);
    await insertOverride(tx, ctx, { projectId: project.id, kind: "set", light, expiresOn, reason });
    await advance(tx, ctx, project);
    return {
      result: { id: project.id },
      audit: { subject: subjectOf(project), before: before.shown, after: { light, expiresOn }, reason },
    };
  },
});

/**
 * Takes the light set by hand back: from today on the computed one counts again.
 * @throws {Refused} `override.none`
 */
export const clearLight = defineCommand({
  verb: "light.clear",
  input: takes<ClearLight>(),
  load: (tx, { actor }, { input }) => requireReported(tx, actor, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  version: (project) => savedOf(project),
  async work(tx, ctx, { input, loaded: project }) {
    requireOngoing(project);
    const { reason } = input;
    const before = await lightNow(tx, ctx, project);
    if (!before.override) throw new Refused("override.none");
    await insertOverride(tx, ctx, {
      projectId: project.id,
      kind: "clear",
      light: null,
      expiresOn: null,
      reason,
    });
    await advance(tx, ctx, project);
    return {
      result: { id: project.id },
      audit: { subject: subjectOf(project), before: before.shown, after: { light: before.computed }, reason },
    };
  },
});

type LightNow = { shown: { light: string; expiresOn?: string }; computed: string; override: Override | null };

async function lightNow(tx: Tx, ctx: Ctx, project: Project): Promise<LightNow> {
  const [standing] = await statusesOf(tx, eq(projects.id, project.id), today(ctx));
  const override = standing?.assessment?.override ?? null;
  const light = standing?.assessment?.light ?? "";
  return {
    shown: override ? { light, expiresOn: override.expiresOn } : { light },
    computed: override?.computed ?? light,
    override,
  };
}

type NewOverride = Pick<
  typeof lightOverrides.$inferInsert,
  "projectId" | "kind" | "light" | "expiresOn" | "reason"
>;

async function insertOverride(tx: Tx, ctx: Ctx, override: NewOverride): Promise<void> {
  const { id: personId, name: personName } = ctx.actor;
  await tx
    .insert(lightOverrides)
    .values({ ...override, fromOn: today(ctx), personId, personName, recordedAt: ctx.now.toISOString() });
}

/**
 * Publishes the thresholds that light from `effectiveOn` on, for everybody in the database. They take effect
 * after today and after every rule before them, so that nothing that was shown is lit again.
 * @throws {Forbidden} unless all of it is the actor's area; {Refused} `rule.notAfterToday`, `rule.tooFar`,
 * `rule.notAfterLast`, `rule.unchanged`
 */
export const setLightRule = defineCommand({
  verb: "rule.set",
  input: takes<SetLightRule>(),
  load: async (tx) => tx.select({ code: divisions.code }).from(divisions).where(isNull(divisions.parentId)),
  place: (roots) => roots.map(({ code }) => ({ divisionCode: code })),
  async work(tx, ctx, { input, loaded: roots }) {
    const { effectiveOn, source } = input;
    const thresholds = thresholdsOf(input);
    const latest = lastDay(addMonths(monthOfDay(today(ctx)), 12)); // a year that was mistyped would keep every later rule away
    const [last] = await tx
      .select()
      .from(lightRules)
      .orderBy(desc(lightRules.effectiveOn), desc(lightRules.id))
      .limit(1);
    if (effectiveOn <= today(ctx)) throw new Refused("rule.notAfterToday", { on: today(ctx) }, "effectiveOn");
    if (effectiveOn > latest) throw new Refused("rule.tooFar", { on: latest }, "effectiveOn");
    if (last && effectiveOn <= last.effectiveOn)
      throw new Refused("rule.notAfterLast", { on: last.effectiveOn }, "effectiveOn");
    if (last && JSON.stringify(inWords(last.thresholds)) === JSON.stringify(inWords(thresholds)))
      throw new Refused("rule.unchanged");
    const [made] = await tx
      .insert(lightRules)
      .values({ effectiveOn, thresholds, source, personId: ctx.actor.id, recordedAt: ctx.now.toISOString() })
      .returning({ id: lightRules.id });
    const id = made?.id ?? 0;
    const subject = {
      type: "rule",
      id,
      name: effectiveOn,
      divisionCode: roots[0]?.code ?? ctx.actor.scope.code,
    } as const;
    const before = last && { ...inWords(last.thresholds), effectiveOn: last.effectiveOn };
    const after = { ...inWords(thresholds), effectiveOn };
    return { result: { id }, audit: { subject, before: before ?? null, after, reason: source } };
  },
});

/** Always in the same order, so that two can be compared. */
const inWords = ({ progress, funds, start, report }: LightThresholds) => ({
  progressBand: `${progress.yellowFromPoints}–${progress.redAbovePoints}`,
  fundsBand: funds ? `${funds.yellowFromPoints}–${funds.redAbovePoints}` : "",
  startMonths: start.redFromMonths,
  reportMonths: report.redAfterMonths,
});
