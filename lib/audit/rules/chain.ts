import { sha256, sm3 } from "#lib/core/gm.ts";

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
  /** Where the request came from; null where none was kept. */
  address?: string | null;
  /** What hashed it; null: SHA-256. A trail is hashed as its first event was. */
  hashedBy?: string | null;
  payload: string;
  previousHash: string;
};

/** What the first event of a trail follows. */
export const origin = "0".repeat(64);

/**
 * The text that an event's hash is of: all its columns but the hash, the previous event's hash the last of
 * them. An event without an address has none there, so that what was hashed before addresses were kept still
 * holds; one that SM3 hashed says so.
 */
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
    ...(link.hashedBy == null
      ? link.address == null
        ? []
        : [link.address]
      : [link.address ?? null, link.hashedBy]),
    link.payload,
    link.previousHash,
  ]);

/** The hash (hex) over all columns of an event, the previous event's hash among them. */
export const hashOf = (link: Link): string => (link.hashedBy === "sm3" ? sm3 : sha256)(hashedText(link));

export type Break = { seq: number; why: "sequence" | "previousHash" | "hash" };
/** What a stretch of the trail follows; `hashedBy` as far as it is known. */
export type Before = { seq: number; hash: string; hashedBy?: string | null };

/** Checks a stretch of the trail in order after `previous` and names the first event that does not hold. */
export function firstBreak(
  events: readonly (Link & { hash: string })[],
  previous: Before = { seq: 0, hash: origin },
): Break | null {
  let last = previous;
  for (const event of events) {
    if (event.seq !== last.seq + 1) return { seq: event.seq, why: "sequence" };
    if (event.previousHash !== last.hash) return { seq: event.seq, why: "previousHash" };
    const hashedBy = event.hashedBy ?? null;
    if (event.hash !== hashOf(event) || (last.hashedBy !== undefined && last.hashedBy !== hashedBy))
      return { seq: event.seq, why: "hash" };
    last = { seq: event.seq, hash: event.hash, hashedBy };
  }
  return null;
}
