import { desc } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { auditEvents } from "#db/schema/index.ts";
import { takeWritten } from "#db/written.ts";
import type { Happening, Verb } from "#lib/access/policy.ts";
import type { AuditEntry, Change, Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { readEnv } from "#lib/core/env.ts";
import { hashOf, origin } from "../rules/chain.ts";
import { refuseBehind } from "./clock.ts";

/** The newest event's number and hash: what an export or a print carries so that a cut tail is noticed. */
export type Head = { seq: number; hash: string };

export async function headOf(db: Reader): Promise<Head> {
  const head = await newestOf(db);
  return head ? { seq: head.seq, hash: head.hash } : { seq: 0, hash: origin };
}

/**
 * What hashes the trail of this database, as its first event was; of an empty one what `GUATU_CRYPTO` says.
 * Null: SHA-256, and AES beside it.
 */
export async function suiteOf(db: Reader): Promise<"sm3" | null> {
  const head = await newestOf(db);
  return head ? head.hashedBy : readEnv().gm ? "sm3" : null;
}

async function newestOf(db: Reader) {
  const { seq, hash, at, hashedBy } = auditEvents;
  const [head] = await db.select({ seq, hash, at, hashedBy }).from(auditEvents).orderBy(desc(seq)).limit(1);
  return head;
}

/**
 * Remembers one operation, inside its own transaction: either both happened or neither. Of a command that
 * joined a larger one it is that one's event that remembers (`joining`). Never put a secret into `change`.
 * The event carries the rows that were written to proven tables (`wrote`), from which `audit verify` rebuilds
 * them: record last, what is written after it no event tells of.
 * @returns the event's number and hash; null where it joined another
 * @throws {Refused} `clockBehind` where the machine's clock went back
 */
export async function record(
  tx: Tx,
  ctx: Ctx,
  verb: Verb | Happening,
  subject: Subject,
  change: Change = {},
): Promise<Head | null> {
  if (ctx.batch) {
    ctx.batch.push({ verb, subject, ...change });
    return null;
  }
  const head = await newestOf(tx);
  if (head && ctx.byClock) refuseBehind(head.at, new Date());
  const link = {
    seq: (head?.seq ?? 0) + 1,
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
    address: ctx.address ?? null,
    hashedBy: head ? head.hashedBy : await suiteOf(tx),
    payload: JSON.stringify({
      before: change.before ?? null,
      after: change.after ?? null,
      reason: change.reason ?? "",
      wrote: takeWritten(tx),
    }),
    previousHash: head?.hash ?? origin,
  };
  const hash = hashOf(link);
  await tx.insert(auditEvents).values({ ...link, hash });
  return { seq: link.seq, hash };
}

/**
 * What was done together, as one event holds it: each deed with all that its own event would have held, under
 * the same path before and after.
 */
export const batchEntry = (deeds: readonly AuditEntry[]) => ({
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
