import { index, instant, int, str, table } from "../columns.ts";

/** The trail: one row an operation, chained by hash over all columns. Triggers refuse update and delete. */
export const auditEvents = table(
  "audit_event",
  {
    seq: int().primaryKey(),
    at: instant().notNull(),
    actorId: int(),
    actorName: str().notNull(),
    actorRole: str().notNull(),
    scopeCode: str().notNull(),
    verb: str().notNull(),
    subjectType: str().notNull(),
    subjectId: int(),
    subjectName: str().notNull(),
    divisionCode: str().notNull(), // where the subject lies, so that a reader sees only what is below their scope
    request: str().notNull(),
    address: str(), // where the request came from; null for what came from no network, and before it was kept
    hashedBy: str(["sm3"]), // null: SHA-256
    payload: str().notNull(), // the exact bytes that were hashed: {"before":…,"after":…,"reason":…}
    previousHash: str().notNull(),
    hash: str().notNull(),
  },
  (t) => [
    index("audit_event_subject").on(t.subjectType, t.subjectId, t.seq),
    index("audit_event_actor").on(t.actorId, t.seq),
    index("audit_event_verb").on(t.verb, t.seq),
    index("audit_event_at").on(t.at), // a posting's evidence is its event of that moment
  ],
);
