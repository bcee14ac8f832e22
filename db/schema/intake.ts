import { id, index, instant, int, json, month, ref, str, table, uniqueIndex, version } from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";

export const intakeKinds = ["income", "reports", "funding", "projects", "villages"] as const;
export type IntakeKind = (typeof intakeKinds)[number];
export const intakeStates = ["reading", "ready", "refused", "cancelled", "confirmed"] as const;

/**
 * A file that somebody sent in, from its arrival to its confirmation. What it says is kept as it was read;
 * what of it is new, changed or in conflict is found anew at every look, and again when it is confirmed.
 */
export const intakes = table(
  "intake",
  {
    id: id(),
    kind: str(intakeKinds).notNull(),
    townId: ref(() => divisions.id), // null: of the whole scope
    month: month(),
    fileName: str().notNull(),
    sha256: str().notNull(),
    state: str(intakeStates).notNull(),
    /** What was read, or why it was refused; its shape belongs to lib/imports. */
    content: json<unknown>(),
    /** Of a confirmed one: what became of each row. */
    outcome: json<unknown>(),
    rows: int().notNull().default(0),
    personId: ref(() => people.id).notNull(),
    personName: str().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [index("intake_person").on(t.personId, t.id)],
);

/**
 * Which column of a district's own sheet is which, saved under a name so that the next file of that form
 * needs no mapping.
 */
export const columnProfiles = table(
  "column_profile",
  {
    id: id(),
    kind: str(intakeKinds).notNull(),
    name: str().notNull(),
    scopeId: ref(() => divisions.id).notNull(),
    columns: json<unknown>(),
    updatedBy: str().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [uniqueIndex("column_profile_name").on(t.scopeId, t.kind, t.name)],
);
