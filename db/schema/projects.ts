import {
  bool,
  day,
  id,
  index,
  instant,
  int,
  json,
  month,
  primaryKey,
  ref,
  str,
  table,
  uniqueIndex,
  version,
} from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";

export const projectLevels = ["village", "key"] as const;
export const projectTypes = [
  "property",
  "workshop",
  "trade",
  "lodging",
  "farm",
  "coldChain",
  "solar",
  "parking",
  "tourism",
  "service",
  "other",
] as const;
export const sectors = ["party", "economy", "countryside"] as const;
export const approaches = ["belt", "cluster", "project", "remote"] as const;
export const phases = [
  "identified",
  "approved",
  "preparation",
  "building",
  "accepted",
  "operating",
  "handedOver",
] as const;
export const delayReasons = [
  "land",
  "approval",
  "funds",
  "contractor",
  "weather",
  "dispute",
  "demolition",
  "market",
  "other",
] as const;
export const evidenceKinds = [
  "approvalNumber",
  "contract",
  "startNote",
  "acceptance",
  "operatingContract",
  "handover",
  "note",
] as const;
export const provenances = ["real", "demo"] as const;

export type ProjectLevel = (typeof projectLevels)[number];
export type ProjectType = (typeof projectTypes)[number];
export type Sector = (typeof sectors)[number];
export type Approach = (typeof approaches)[number];
export type Phase = (typeof phases)[number];
export type Provenance = (typeof provenances)[number];
export type DelayReason = (typeof delayReasons)[number];

/**
 * 项目, on the list of 71 village projects or of 17 district-key projects. What is reported of it stands in its
 * own append-only tables.
 */
export const projects = table(
  "project",
  {
    id: id(),
    number: str().notNull(), // 村-001, 区-01: how people call it on the phone
    name: str().notNull(),
    pinyin: str().notNull(),
    initials: str().notNull(),
    level: str(projectLevels).notNull(),
    type: str(projectTypes).notNull(),
    sector: str(sectors).notNull(),
    approaches: json<Approach[]>().notNull(),
    townId: ref(() => divisions.id).notNull(),
    owner: str().notNull(), // the post that answers for it, e.g. 分管副镇长
    contact: str().notNull().default(""),
    contactPhone: str().notNull().default(""),
    description: str().notNull().default(""),
    sameAsId: int(), // a key project that is physically the same as this village project
    createdOn: day().notNull(),
    endedOn: day(),
    endedReason: str().notNull().default(""),
    provenance: str(provenances).notNull(),
    createdAt: instant().notNull(),
    updatedBy: str(),
    updatedAt: instant(),
    version: version(),
  },
  (t) => [
    uniqueIndex("project_number").on(t.number),
    index("project_town").on(t.townId),
    index("project_same_as").on(t.sameAsId),
  ],
);

/**
 * What a project's row was at each version, from the instant it became so: how the list of a past day is
 * known. Append-only.
 */
export const projectVersions = table(
  "project_version",
  {
    projectId: ref(() => projects.id).notNull(),
    version: int().notNull(),
    name: str().notNull(),
    pinyin: str().notNull(),
    initials: str().notNull(),
    type: str(projectTypes).notNull(),
    sector: str(sectors).notNull(),
    approaches: json<Approach[]>().notNull(),
    townId: ref(() => divisions.id).notNull(),
    owner: str().notNull(),
    contact: str().notNull(),
    contactPhone: str().notNull(),
    description: str().notNull(),
    sameAsId: int(),
    endedOn: day(),
    endedReason: str().notNull(),
    updatedBy: str(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.version] })],
);

/** Participating villages; the shares of a project sum to 10,000 basis points (100.00 %). */
export const projectVillages = table(
  "project_village",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    villageId: ref(() => divisions.id).notNull(),
    shareBp: int().notNull(),
  },
  (t) => [
    uniqueIndex("project_village_once").on(t.projectId, t.villageId),
    index("project_village_village").on(t.villageId),
  ],
);

/** The villages and shares that a project had from its version `projectVersion` on. Append-only. */
export const projectVillageVersions = table(
  "project_village_version",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    projectVersion: int().notNull(),
    villageId: ref(() => divisions.id).notNull(),
    shareBp: int().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [uniqueIndex("project_village_version_once").on(t.projectId, t.projectVersion, t.villageId)],
);

/**
 * The plan, revision by revision: each phase is to be reached on `plannedOn` with `plannedBp` basis points of
 * the whole done. Append-only.
 */
export const phasePlans = table(
  "phase_plan",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    revision: int().notNull(),
    phase: str(phases).notNull(),
    plannedOn: day().notNull(),
    plannedBp: int().notNull(),
    reason: str().notNull().default(""),
    personId: ref(() => people.id),
    recordedAt: instant().notNull(),
  },
  (t) => [uniqueIndex("phase_plan_once").on(t.projectId, t.revision, t.phase)],
);

/**
 * A phase really reached, with the evidence that DOMAIN §4 asks for. Append-only: corrected evidence is a
 * newer row, and the newest counts.
 */
export const phasePassings = table(
  "phase_passing",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    phase: str(phases).notNull(),
    actualOn: day().notNull(),
    evidenceKind: str(evidenceKinds).notNull(),
    evidence: str().notNull(),
    personId: ref(() => people.id),
    recordedAt: instant().notNull(),
  },
  (t) => [index("phase_passing_project").on(t.projectId, t.phase)],
);

/** 月报 of a project: append-only; the newest row of a month is what counts. */
export const projectReports = table(
  "project_report",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    month: month().notNull(),
    progressBp: int().notNull(),
    phase: str(phases).notNull(),
    delayReason: str(delayReasons),
    delayText: str().notNull().default(""),
    note: str().notNull().default(""),
    forecastOn: day(),
    byProxy: bool().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [index("project_report_month").on(t.projectId, t.month, t.id)],
);

/**
 * A pause with its approval: the clock stands still from `fromOn` until a `toOn` ends it. Append-only:
 * resuming writes the end as a row of its own.
 */
export const projectPauses = table(
  "project_pause",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    kind: str(["pause", "resume"]).notNull(),
    onDay: day().notNull(),
    reason: str().notNull(),
    approval: str().notNull().default(""),
    personId: ref(() => people.id),
    recordedAt: instant().notNull(),
  },
  (t) => [index("project_pause_project").on(t.projectId, t.onDay)],
);

export type LightThresholds = {
  progress: { yellowFromPoints: number; redAbovePoints: number };
  /** Rules made before funds were judged have none, and judge none. */
  funds?: { yellowFromPoints: number; redAbovePoints: number };
  start: { redFromMonths: number };
  report: { redAfterMonths: number };
};

/**
 * The published rule by which lights are computed; the one in force on a day is the newest that took effect
 * by then. Append-only.
 */
export const lightRules = table("light_rule", {
  id: id(),
  effectiveOn: day().notNull(),
  thresholds: json<LightThresholds>().notNull(),
  source: str().notNull(),
  personId: ref(() => people.id),
  recordedAt: instant().notNull(),
});

export const overrideLights = ["green", "yellow", "red"] as const;
export type OverrideLight = (typeof overrideLights)[number];

/**
 * 人工调整: a light set by hand from `fromOn` through `expiresOn`, with its reason; `clear` takes the one before
 * it back from `fromOn` on. The newest row of a project counts. Append-only.
 */
export const lightOverrides = table(
  "light_override",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    kind: str(["set", "clear"]).notNull(),
    light: str(overrideLights),
    fromOn: day().notNull(),
    expiresOn: day(),
    reason: str().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [index("light_override_project").on(t.projectId, t.id)],
);
