import { desc } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { auditEvents } from "#db/schema/index.ts";
import type { Happening, Verb } from "../access/policy.ts";
import type { Ctx } from "../context.ts";
import { hashOf, origin } from "./chain.ts";

/** What an operation may be about. */
export const subjectTypes = [
  "project",
  "village",
  "town",
  "division",
  "person",
  "token",
  "session",
  "income",
  "funding",
  "target",
  "export",
  "district",
  "meeting",
  "screen",
  "rule",
  "map",
  "print",
  "month",
  "exception",
  "intake",
] as const;

export type Subject = {
  type: (typeof subjectTypes)[number];
  id: number | null;
  name: string;
  /** The division it lies in, 12 digits. */
  divisionCode: string;
};

export type Change = { before?: unknown; after?: unknown; reason?: string };

/** What one command did as part of a larger operation. */
export type Deed = { verb: Verb | Happening; subject: Subject } & Change;

/** The newest event's number and hash: what an export or a print carries so that a cut tail is noticed. */
export async function headOf(db: Reader): Promise<{ seq: number; hash: string }> {
  const [head] = await db.select({ seq: auditEvents.seq, hash: auditEvents.hash }).from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1);
  return head ?? { seq: 0, hash: origin };
}

/**
 * Remembers one operation, inside its own transaction: either both happened or neither. Of a command that joined a larger one it
 * is that one's event that remembers (`joining`). Never put a secret into `change`.
 */
export async function record(tx: Tx, ctx: Ctx, verb: Verb | Happening, subject: Subject, change: Change = {}): Promise<void> {
  if (ctx.deeds) {
    ctx.deeds.push({ verb, subject, ...change });
    return;
  }
  const head = await headOf(tx);
  const link = {
    seq: head.seq + 1,
    at: ctx.now.toISOString(),
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    actorRole: ctx.actor.role,
    scopeCode: ctx.actor.scope.code,
    verb,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectName: subject.name,
    divisionCode: subject.divisionCode,
    request: ctx.request,
    payload: JSON.stringify({ before: change.before ?? null, after: change.after ?? null, reason: change.reason ?? "" }),
    previousHash: head.hash,
  };
  await tx.insert(auditEvents).values({ ...link, hash: hashOf(link) });
}

/** What was done together, as one event holds it: each deed with all that its own event would have held, under the same path before and after. */
export const together = (deeds: readonly Deed[]) => ({
  before: { done: deeds.map(({ before }) => ({ change: before ?? null })) },
  after: {
    done: deeds.map(({ verb, subject: { type, id, name }, after, reason }) => ({
      verb,
      subject: { type, id, name },
      change: after ?? null,
      ...(reason ? { reason } : {}),
    })),
  },
});
