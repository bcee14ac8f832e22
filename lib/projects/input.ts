import { z } from "zod";
import {
  approaches,
  delayReasons,
  overrideLights,
  type Phase,
  phases,
  projectLevels,
  projectTypes,
  sectors,
} from "#db/schema/projects.ts";
import { isDay } from "#lib/core/dates.ts";
import {
  dayText,
  idText,
  keyText,
  monthText,
  optionalDay,
  optionalText,
  percentText,
  reasonText,
  requiredText,
  single,
  tick,
  versionText,
} from "#lib/core/fields.ts";
import { lights } from "./rules/lights.ts";
import type { PlanRow } from "./rules/pace.ts";

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: "notAChoice" });
/** An empty choice is none. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (given === "" ? undefined : given), schema.optional());
/** One tick sends a text, several a list, none nothing. */
const ticks = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(
    (given) => (given === undefined ? [] : typeof given === "string" ? [given] : given),
    z.array(choice(values)),
  );

/** `village.0.villageId`, `village.0.share`: rows left empty are no rows. */
const VillageShares = z.preprocess(
  (given) =>
    Array.isArray(given)
      ? given.filter((row) => row?.villageId !== "" && row?.villageId !== undefined)
      : given,
  z
    .array(z.object({ villageId: idText, share: percentText }), { error: "required" })
    .min(1, "required")
    .max(40, "unusable"),
);

/**
 * `plan.building.on`, `plan.building.done`: a phase without a day is not planned, whatever its percentage.
 * Rows come out in order of phases.
 */
const PhaseCell = z
  .object({
    on: optionalDay,
    done: z.preprocess((given) => given ?? "", z.union([z.literal(""), percentText])),
  })
  .superRefine((cell, context) => {
    if (cell.on && cell.done === "")
      context.addIssue({ code: "custom", path: ["done"], message: "required" });
  });
const Plan = z.partialRecord(z.enum(phases), PhaseCell).transform((cells): PlanRow[] =>
  phases.flatMap((phase) => {
    const cell = cells[phase];
    return cell?.on && cell.done !== "" ? [{ phase, plannedOn: cell.on, plannedBp: cell.done }] : [];
  }),
);

const basics = {
  name: requiredText(60),
  type: choice(projectTypes),
  sector: choice(sectors),
  approaches: ticks(approaches),
  townId: idText,
  owner: requiredText(40),
  contact: optionalText(40),
  contactPhone: optionalText(40),
  description: optionalText(1000),
  sameAsId: optional(idText),
  villages: VillageShares,
};

export const CreateProject = z.object({
  ...basics,
  level: choice(projectLevels),
  number: optionalText(20),
  createdOn: optionalDay,
  plan: Plan,
  key: keyText,
});
export type CreateProject = z.output<typeof CreateProject>;

export const EditProject = z.object({ ...basics, projectId: idText, version: versionText, key: keyText });
export type EditProject = z.output<typeof EditProject>;

export const RevisePlan = z.object({
  projectId: idText,
  version: versionText,
  plan: Plan,
  reason: reasonText(200),
  key: keyText,
});
export type RevisePlan = z.output<typeof RevisePlan>;

/** `evidence.approved.text`, `evidence.approved.on` for each phase newly passed. */
const Evidence = z
  .partialRecord(z.enum(phases), z.object({ text: optionalText(200), on: optionalDay }))
  .default({} as Partial<Record<Phase, { text: string; on: string | undefined }>>);

export const ReportProject = z
  .object({
    projectId: idText,
    version: versionText,
    month: monthText,
    progress: percentText,
    phase: choice(phases),
    evidence: Evidence,
    delayReason: optional(choice(delayReasons)),
    delayText: optionalText(200),
    note: optionalText(500),
    forecastOn: optionalDay,
    key: keyText,
  })
  .superRefine((report, context) => {
    if (report.delayReason === "other" && report.delayText === "")
      context.addIssue({ code: "custom", path: ["delayText"], message: "required" });
  });
export type ReportProject = z.output<typeof ReportProject>;

/** What a report would light, asked before it is saved. */
export const PreviewReport = z.object({
  projectId: idText,
  month: monthText,
  progress: percentText,
  phase: choice(phases),
});
export type PreviewReport = z.output<typeof PreviewReport>;

export const PauseProject = z.object({
  projectId: idText,
  version: versionText,
  onDay: dayText,
  reason: reasonText(200),
  approval: requiredText(100),
  key: keyText,
});
export type PauseProject = z.output<typeof PauseProject>;

export const ResumeProject = z.object({
  projectId: idText,
  version: versionText,
  onDay: dayText,
  reason: reasonText(200),
  key: keyText,
});
export type ResumeProject = z.output<typeof ResumeProject>;

export const EndProject = z.object({
  projectId: idText,
  version: versionText,
  endedOn: dayText,
  reason: reasonText(200),
  key: keyText,
});
export type EndProject = z.output<typeof EndProject>;

export const OverrideLight = z.object({
  projectId: idText,
  version: versionText,
  light: choice(overrideLights),
  expiresOn: dayText,
  reason: reasonText(200),
  key: keyText,
});
export type OverrideLight = z.output<typeof OverrideLight>;

export const ClearLight = z.object({
  projectId: idText,
  version: versionText,
  reason: reasonText(200),
  key: keyText,
});
export type ClearLight = z.output<typeof ClearLight>;

/** A whole number that a rule may have. */
const whole = (most: number, message: string) =>
  single(
    z.preprocess(
      (given) => (typeof given === "string" ? given.trim() : given),
      z.coerce.number({ error: message }).int(message).min(1, message).max(most, message),
    ),
  );
const points = whole(100, "notPoints");
const months = whole(12, "notMonths");

const ruleNumbers = {
  progressYellow: points,
  progressRed: points,
  judgesFunds: tick,
  fundsYellow: points,
  fundsRed: points,
  startMonths: months,
  reportMonths: months,
};
type Bands = {
  progressYellow: number;
  progressRed: number;
  judgesFunds: boolean;
  fundsYellow: number;
  fundsRed: number;
};
/** Red lies above yellow, or begins where it ends. */
function inOrder(rule: Bands, context: z.RefinementCtx) {
  if (rule.progressYellow > rule.progressRed)
    context.addIssue({ code: "custom", path: ["progressRed"], message: "redBelowYellow" });
  if (rule.judgesFunds && rule.fundsYellow > rule.fundsRed)
    context.addIssue({ code: "custom", path: ["fundsRed"], message: "redBelowYellow" });
}

/** The numbers alone: what a preview is made of. */
export const DraftRule = z.object(ruleNumbers).superRefine(inOrder);

export const SetLightRule = z
  .object({ ...ruleNumbers, effectiveOn: dayText, source: requiredText(300), key: keyText })
  .superRefine(inOrder);
export type SetLightRule = z.output<typeof SetLightRule>;

export const projectSorts = [
  "number",
  "light",
  "name",
  "town",
  "progress",
  "behind",
  "due",
  "phase",
  "updated",
] as const;
export const pageSizes = [50, 100, 1000] as const;

/** A choice in an address: one that is not offered counts as none. */
const some = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).optional().catch(undefined);

/** The register's filter as an address carries it; what makes no sense is as if it were not there. */
export const ProjectFilter = z.object({
  q: z.string().trim().max(60).optional().catch(undefined),
  /** A division's code at any level. */
  node: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .catch(undefined),
  level: some(projectLevels),
  sector: some(sectors),
  type: some(projectTypes),
  approach: some(approaches),
  phase: some(phases),
  light: some([...lights, "ended"]),
  /**
   * What statistics count: a light as `countsAs` has it or `all`; never an ended project, a physical one once
   * unless `level` asks for a list.
   */
  counts: some([...lights, "all"]),
  /** The day on which projects are looked at; today unless given. */
  on: z.string().refine(isDay).optional().catch(undefined),
  /** `light` up, `-light` down. */
  sort: z
    .string()
    .transform((text) => ({
      by: text.replace(/^-/, "") as (typeof projectSorts)[number],
      down: text.startsWith("-"),
    }))
    .refine(({ by }) => projectSorts.includes(by))
    .catch({ by: "number", down: false }),
  page: z.coerce.number().int().min(1).catch(1),
  size: z.coerce.number().pipe(z.literal(pageSizes)).catch(50),
});
export type ProjectFilter = z.output<typeof ProjectFilter>;
