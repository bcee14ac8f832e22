import { day, fen, id, index, instant, int, primaryKey, ref, str, table, uniqueIndex } from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";
import { projects, provenances } from "./projects.ts";

export const stages = ["plan", "allot", "disburse", "receive", "spend"] as const;
export const sources = ["central", "province", "city", "district", "town", "village", "helper", "social", "loan"] as const;
export type Stage = (typeof stages)[number];
export type Source = (typeof sources)[number];

/** One movement of one project's money through one stage. Never edited or deleted: a correction is a reversal (红冲). */
export const fundingPostings = table(
  "funding_posting",
  {
    id: id(),
    projectId: ref(() => projects.id).notNull(),
    stage: str(stages).notNull(),
    source: str(sources).notNull(),
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

/** Sums of a division (town and county), year, source and stage, kept by every posting in its own transaction. */
export const fundingYears = table(
  "funding_year",
  {
    divisionId: ref(() => divisions.id).notNull(),
    year: int().notNull(),
    source: str(sources).notNull(),
    stage: str(stages).notNull(),
    amountFen: fen().notNull(),
  },
  (t) => [primaryKey({ columns: [t.divisionId, t.year, t.source, t.stage] })],
);
