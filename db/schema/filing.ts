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
import { provenances } from "./projects.ts";

export const filingStates = ["open", "submitted", "returned", "approved", "locked"] as const;
export type FilingState = (typeof filingStates)[number];
/** What is done to a town's month. */
export const filingActs = ["submit", "withdraw", "return", "approve", "lock", "unlock"] as const;
export type FilingAct = (typeof filingActs)[number];

/** When a month opens for filing and when it is due. */
export const filingCalendar = table("filing_calendar", {
  month: month().primaryKey(),
  opensOn: day().notNull(),
  dueOn: day().notNull(),
});

/**
 * Where a town's month stands; no row means open. It follows from the newest of its events. Up to
 * `incomeUpTo` and `fundingUpTo`, the ids of postings, its rows are approved (null: none is): what was posted
 * since waits for the next approval.
 */
export const filingMonths = table(
  "filing_month",
  {
    id: id(),
    townId: ref(() => divisions.id).notNull(),
    month: month().notNull(),
    state: str(filingStates).notNull(),
    reason: str().notNull().default(""),
    /** Of a month that was unlocked: when it closes again by itself. */
    unlockedUntil: instant(),
    incomeUpTo: int(),
    fundingUpTo: int(),
    personId: ref(() => people.id),
    changedAt: instant().notNull(),
    version: version(),
  },
  (t) => [uniqueIndex("filing_month_once").on(t.townId, t.month)],
);

/** One act on a town's month, with what `filing_month` became by it. Append-only. */
export const filingEvents = table(
  "filing_event",
  {
    id: id(),
    townId: ref(() => divisions.id).notNull(),
    month: month().notNull(),
    version: int().notNull(), // of the filing_month that it made: 1, 2, 3 …
    act: str(filingActs).notNull(),
    state: str(filingStates).notNull(),
    reason: str().notNull().default(""),
    unlockedUntil: instant(),
    incomeUpTo: int(),
    fundingUpTo: int(),
    late: bool().notNull(), // of a submission: after the month was due
    byProxy: bool().notNull().default(false), // of a submission: 代填, whoever filed it was not of the town
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [uniqueIndex("filing_event_once").on(t.townId, t.month, t.version)],
);

export const remarkSubjects = ["month", "village", "income", "project", "funding"] as const;
export type RemarkSubject = (typeof remarkSubjects)[number];

/** What is wrong with one row of a returned month; `month`: with all of it. Append-only. */
export const filingRemarks = table(
  "filing_remark",
  {
    id: id(),
    eventId: ref(() => filingEvents.id).notNull(),
    subject: str(remarkSubjects).notNull(),
    /** Of the village, income posting, project or funding posting; null for the month. */
    subjectId: int(),
    label: str().notNull(), // the row as it read when it was returned
    remark: str().notNull(),
  },
  (t) => [index("filing_remark_event").on(t.eventId)],
);

/** What the town did about a remark. The newest counts. Append-only. */
export const filingAnswers = table(
  "filing_answer",
  {
    id: id(),
    remarkId: ref(() => filingRemarks.id).notNull(),
    answer: str().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [index("filing_answer_remark").on(t.remarkId)],
);

/**
 * What a form already did: the same key with the same body gives the same answer, with another body it is
 * refused.
 */
export const submissions = table(
  "submission",
  {
    key: str().notNull(),
    actor: str().notNull(),
    verb: str().notNull(),
    bodyHash: str().notNull(),
    result: json<unknown>(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.actor, t.key] })],
);
