import { createHash } from "node:crypto";

/** Everything of an audit event that its hash covers, which is everything but the hash. */
export type Link = {
  seq: number;
  at: string;
  actorId: number | null;
  actorName: string;
  actorRole: string;
  scopeCode: string;
  verb: string;
  subjectType: string;
  subjectId: number | null;
  subjectName: string;
  divisionCode: string;
  request: string;
  payload: string;
  previousHash: string;
};

/** What the first event of a trail follows. */
export const origin = "0".repeat(64);

/** The text that an event's hash is of: all its columns but the hash, the previous event's hash the last of them. */
export const hashedText = (link: Link): string =>
  JSON.stringify([
    link.seq,
    link.at,
    link.actorId,
    link.actorName,
    link.actorRole,
    link.scopeCode,
    link.verb,
    link.subjectType,
    link.subjectId,
    link.subjectName,
    link.divisionCode,
    link.request,
    link.payload,
    link.previousHash,
  ]);

/** SHA-256 (hex) over all columns of an event, the previous event's hash among them. */
export const hashOf = (link: Link): string => createHash("sha256").update(hashedText(link)).digest("hex");

export type Break = { seq: number; why: "sequence" | "previousHash" | "hash" };

/** Checks a stretch of the trail in order after `previous` and names the first event that does not hold. */
export function firstBreak(events: readonly (Link & { hash: string })[], previous = { seq: 0, hash: origin }): Break | null {
  let last = previous;
  for (const event of events) {
    if (event.seq !== last.seq + 1) return { seq: event.seq, why: "sequence" };
    if (event.previousHash !== last.hash) return { seq: event.seq, why: "previousHash" };
    if (event.hash !== hashOf(event)) return { seq: event.seq, why: "hash" };
    last = event;
  }
  return null;
}
