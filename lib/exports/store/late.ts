import type { Db } from "#db/client.ts";
import { markFailing, storageFailureOf } from "#lib/core/disk.ts";

// Exports that left, or ended, while the disk took nothing: what the trail must hold of them waits in memory
// until it can be written.

type Late = (now: Date) => Promise<unknown>;
// The bundler may load this module more than once; what waits is still one list a database.
const shared = globalThis as typeof globalThis & { guatuLate?: WeakMap<object, Late[]> };
shared.guatuLate ??= new WeakMap();
const all = shared.guatuLate;

/** Keeps what `error` did not let be recorded. @throws what is no failure of the disk */
export function keepForLater(db: Db, error: unknown, recordIt: Late): void {
  if (storageFailureOf(error) === null) throw error;
  markFailing(db, error);
  all.set(db.present, [...(all.get(db.present) ?? []), recordIt]);
}

/**
 * Records what waits, in the order in which it left; what the disk still refuses goes on waiting.
 * @returns how many were recorded
 */
export async function recordLate(db: Db, now: Date): Promise<number> {
  const waiting = all.get(db.present) ?? [];
  let recorded = 0;
  try {
    for (const recordIt of waiting) {
      await recordIt(now);
      recorded += 1;
    }
  } catch (error) {
    if (storageFailureOf(error) === null) throw error;
  } finally {
    all.set(db.present, (all.get(db.present) ?? []).slice(recorded));
  }
  return recorded;
}
