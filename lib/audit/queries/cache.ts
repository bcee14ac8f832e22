import { desc, notInArray } from "drizzle-orm";
import type { Db, Reader } from "#db/client.ts";
import { auditEvents } from "#db/schema/index.ts";
import { happenings, policy } from "#lib/access/policy.ts";
import { origin } from "../rules/chain.ts";

// What was made of the figures is kept in the process until anything is recorded (decision 0016). Every
// operation leaves an event in the trail, in its own transaction: whoever sees the same newest event sees the
// same figures, whichever process wrote it.

/**
 * What only reads, and what people do to their own account, leaves everything as it was; signing in alone
 * would clear it all away.
 */
const aside: string[] = [
  ...happenings,
  ...Object.entries(policy).flatMap(([verb, rule]) =>
    rule.where === "self" || "reads" in rule ? [verb] : [],
  ),
];

/** The newest event of the trail after which a figure may be another: while it is the same, so are they. */
export async function newestChange(db: Reader): Promise<string> {
  const [event] = await db
    .select({ seq: auditEvents.seq, hash: auditEvents.hash })
    .from(auditEvents)
    .where(notInArray(auditEvents.verb, aside))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event ? `${event.seq} ${event.hash}` : origin;
}

const most = 200;
const mostBytes = 64_000_000;

type Entry = { made: Promise<unknown>; bytes: number };
type Cache = { change: string; things: Map<string, Entry> };
const caches = new WeakMap<Db, Cache>();

/**
 * What `make` gives, kept under `key` until anything is recorded in the database, by any process, or room is
 * needed. `key` names all that it depends on besides the figures: whose area, which parameters, which day.
 * Everybody gets the same thing, so it is frozen.
 * @param bytesOf how much memory it takes, where that is worth counting
 */
export async function cached<T>(
  db: Db,
  key: readonly unknown[],
  make: () => Promise<T>,
  bytesOf: (thing: T) => number = () => 0,
): Promise<T> {
  // Asked before `make` reads: what it finds is at least as new as the event that it is kept under.
  const change = await newestChange(db.present);
  let shelf = caches.get(db.present);
  if (shelf?.change !== change) {
    shelf = { change, things: new Map() };
    caches.set(db.present, shelf);
  }
  const { things } = shelf;
  const name = JSON.stringify([db.view, ...key]);
  const known = things.get(name);
  if (known) return known.made as Promise<T>;
  const made = make().then(frozen);
  const thing: Entry = { made, bytes: 0 };
  things.set(name, thing);
  made.then(
    (result) => {
      thing.bytes = bytesOf(result);
      makeRoom(things);
    },
    () => things.delete(name),
  );
  makeRoom(things);
  return made;
}

/** Takes the oldest away until neither their number nor their weight is too large. */
function makeRoom(things: Cache["things"]): void {
  let bytes = [...things.values()].reduce((sum, thing) => sum + thing.bytes, 0);
  for (const [name, thing] of things) {
    if (things.size <= most && bytes <= mostBytes) return;
    things.delete(name);
    bytes -= thing.bytes;
  }
}

function frozen<T>(thing: T): T {
  if (typeof thing !== "object" || thing === null || ArrayBuffer.isView(thing) || Object.isFrozen(thing))
    return thing;
  for (const part of Object.values(thing)) frozen(part);
  return Object.freeze(thing);
}
