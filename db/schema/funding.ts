import { day, fen, id, index, instant, int, primaryKey, ref, str, table, uniqueIndex } from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";
import { projects, provenances } from "./projects.ts";

export const stages = ["plan", "allot", "disburse", "receive", "spend"] as const;
export const sources = [
  "central",
  "province",
  "city",
  "district",
  "town",
  "village",
  "helper",
  "social",
  "loan",
] as const;
/**
 * 一般 / 调整 / 退回: an adjustment changes a plan or an allotment either way, a return takes money back out of its
 * stage.
 */
export const movements = ["ordinary", "adjustment", "return"] as const;
export type Movement = (typeof movements)[number];
/** 预拨 / 先建后补: money comes before the work, or after its acceptance. */
export const disbursementModes = ["advance", "reimbursement"] as const;
export type DisbursementMode = (typeof disbursementModes)[number];
export type Stage = (typeof stages)[number];
export type Source = (typeof sources)[number];

/**
 * One movement of one project's money through one stage. Never edited or deleted: a correction is a reversal
 * (红冲).
 */
export const fundingPostings = table(
  "funding_posting",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    stage: str(stages).notNull(),
    source: str(sources).notNull(),
    movement: str(movements).notNull().default("ordinary"),
    amountFen: fen().notNull(),
    onDay: day().notNull(), // the date it belongs to
    year: int().notNull(), // fiscal year of onDay
    documentNo: str().notNull().default(""),
    note: str().notNull().default(""),
    explanation: str().notNull().default(""), // why it may break the order of stages; shown as an exception
    reversesId: int(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [
    index("funding_posting_project").on(t.projectId, t.source, t.stage),
    index("funding_posting_year").on(t.year, t.stage, t.source),
    index("funding_posting_document").on(t.documentNo),
    uniqueIndex("funding_posting_reverses").on(t.reversesId),
  ],
);

const yearSums = () => ({
  divisionId: ref(() => divisions.id).notNull(),
  year: int().notNull(),
  source: str(sources).notNull(),
  stage: str(stages).notNull(),
  amountFen: fen().notNull(),
});

/**
 * Sums of a division (town and county), year, source and stage, kept by every posting in its own transaction.
 */
export const fundingYears = table("funding_year", yearSums(), (t) => [
  primaryKey({ columns: [t.divisionId, t.year, t.source, t.stage] }),
]);

/** The same of approved postings only: brought up when a town's month is approved. */
export const approvedFundingYears = table("approved_funding_year", yearSums(), (t) => [
  primaryKey({ columns: [t.divisionId, t.year, t.source, t.stage] }),
]);

/** How a source pays a project, the newest counts; without a row it pays in advance. Append-only. */
export const fundingModes = table(
  "funding_mode",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    source: str(sources).notNull(),
    mode: str(disbursementModes).notNull(),
    reason: str().notNull().default(""),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [index("funding_mode_project").on(t.projectId, t.source)],
);

export const exceptionKinds = [
  "notReceived",
  "overReceived",
  "beforeContract",
  "sameDocument",
  "order",
  "bothLists",
  "explained",
] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/**
 * What was done about an exception of the reconciliation: whose it became, or why it is right. An explanation
 * is of the `state` that the exception was in: when its figures change, it is open again. Append-only.
 */
export const exceptionActs = table(
  "exception_act",
  {
    id: id(),
    kind: str(exceptionKinds).notNull(),
    key: str().notNull(), // which exception of its kind: the same as long as it is about the same thing
    projectId: ref(() => projects.id).notNull(),
    act: str(["assign", "explain"]).notNull(),
    state: str().notNull(), // its figures, as text
    ownerId: ref(() => people.id),
    ownerName: str().notNull().default(""),
    explanation: str().notNull().default(""),
    dueOn: day(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [index("exception_act_key").on(t.kind, t.key), index("exception_act_project").on(t.projectId)],
);
