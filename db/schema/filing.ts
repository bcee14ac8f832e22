import { day, id, instant, json, month, primaryKey, ref, str, table, uniqueIndex, version } from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";

export const filingStates = ["open", "submitted", "returned", "approved", "locked"] as const;

/** When a month opens for filing and when it is due. */
export const filingCalendar = table("filing_calendar", { month: month().primaryKey(), opensOn: day().notNull(), dueOn: day().notNull() });

/** Where a town's month stands; no row means open. */
export const filingMonths = table(
  "filing_month",
  {
    id: id(),
    townId: ref(() => divisions.id).notNull(),
    month: month().notNull(),
    state: str(filingStates).notNull(),
    reason: str().notNull().default(""),
    personId: ref(() => people.id),
    changedAt: instant().notNull(),
    version: version(),
  },
  (t) => [uniqueIndex("filing_month_once").on(t.townId, t.month)],
);

/** What a form already did: the same key with the same body gives the same answer, with another body it is refused. */
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
