import type { Db, Tx } from "#db/client.ts";

// A disk that is full or failing stops writing, not reading (RELIABILITY R14).

/** SQLite's and PostgreSQL's codes, and the system's, for a disk that takes nothing more. */
const failing =
  /^(SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|ENOSPC|EDQUOT|EFBIG|EIO|EROFS|53100|53000|58030|25006)/;

/** The code of the disk's failure that `error` comes from, e.g. `SQLITE_FULL`; null for any other error. */
export function storageFailureOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && failing.test(code) ? code : storageFailureOf(error.cause);
}

/**
 * Writes what is only noted beside the work, such as when a session was seen: a disk that refuses it stops
 * nobody.
 */
export async function note(db: Db, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  await db.transaction(work).catch((error) => {
    if (storageFailureOf(error) === null) throw error;
    markFailing(db, error);
  });
}

/**
 * Can it be written? `failure` is null, or the engine's code; `freeBytes` of the disk, null where that is not
 * ours to know.
 */
export type Storage = { failure: string | null; freeBytes: number | null; at: number };

const checkedMs = 5_000;
type Watched = { last: Storage | null; asking: Promise<Storage> | null };
// The bundler may load this module more than once; a database is still asked once.
const shared = globalThis as typeof globalThis & { guatuStorage?: WeakMap<object, Watched> };
shared.guatuStorage ??= new WeakMap();
const all = shared.guatuStorage;

function watched(db: Db): Watched {
  const known = all.get(db.present) ?? { last: null, asking: null };
  all.set(db.present, known);
  return known;
}

/** What was known at most five seconds ago, asked by a write that is really committed. */
export async function storageOf(db: Db): Promise<Storage> {
  const state = watched(db);
  if (state.last && Date.now() - state.last.at < checkedMs) return state.last;
  state.asking ??= ask(db, state);
  return state.asking;
}

/** What was last known; it is asked again beside the page that wants to know, which does not wait. */
export async function storageLastKnown(db: Db): Promise<Storage> {
  const { last } = watched(db);
  const now = storageOf(db);
  return last ?? now;
}

async function ask(db: Db, state: Watched): Promise<Storage> {
  const [failure, freeBytes] = await Promise.all([
    db.ping().then(
      () => null,
      (error) => storageFailureOf(error) ?? String((error as { code?: unknown }).code ?? "unreachable"),
    ),
    db.freeBytes().catch(() => null),
  ]);
  state.last = { failure, freeBytes, at: Date.now() };
  state.asking = null;
  return state.last;
}

/** Somebody's write failed: everybody is told before the next check, which follows at once. */
export function markFailing(db: Db, error: unknown): void {
  const state = watched(db);
  state.last = { failure: storageFailureOf(error), freeBytes: state.last?.freeBytes ?? null, at: 0 };
}
