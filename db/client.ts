import { AsyncLocalStorage } from "node:async_hooks";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { Migrated } from "./migrations.ts";
import type { Shape } from "./shape.ts";
import { plainView, type View } from "./views.ts";
import { remembering } from "./written.ts";

type Whole = BetterSQLite3Database;

/** What can read: a database, and every transaction. */
export type Reader = Pick<Whole, "select" | "selectDistinct">;

/**
 * The only thing that can write. Lives as long as the transaction that made it. Always `await` what it
 * builds.
 */
export type Tx = Reader & Pick<Whole, "insert" | "update" | "delete">;

export interface Db extends Reader {
  /**
   * Runs `work` alone: writers take turns, on both engines. Commits what it wrote when it resolves, nothing
   * when it rejects. Only database work belongs inside: no hashing, no files, no network.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same tables as they had been recorded before the instant `known` (ISO 8601, UTC): to read, never to
   * write.
   */
  asOf(known: string): Db;
  /** The same day through another view. Its transactions are the present's, and see everything. */
  withView(view: Pick<View, "approvedOnly" | "basis">): Db;
  /** How this one is looked at. */
  readonly view: View;
  /** The same day with all that had been recorded, approved or not. */
  readonly unfiltered: Db;
  /** All that is recorded now: itself where it is no view. */
  readonly present: Db;
  /** What opening it did to it; null where it was up to date, or new. */
  readonly migrated: Migrated | null;
  /** What the database is built of, and what this build's migrations make. */
  shape(): Promise<Shape>;
  /**
   * Answers when the database can be read and written, which it does; rejects with the engine's reason. Takes
   * its turn among the writers.
   */
  ping(): Promise<void>;
  /** Room on the database's disk, in bytes; null where it is another machine's. */
  freeBytes(): Promise<number | null>;
  close(): Promise<void>;
}

/** What an engine brings; the turn-taking is the same for both. */
export interface Engine {
  reader: Reader;
  /** Reads the tables as a view shows them. */
  withView(view: View): Reader;
  /** Begins, gives the open transaction to `work`, commits or rolls back. Never called twice at once. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  migrated: Migrated | null;
  shape(): Promise<Shape>;
  ping(): Promise<void>;
  freeBytes(): Promise<number | null>;
  close(): Promise<void>;
}

const inside = new AsyncLocalStorage<true>();

export function databaseOf(engine: Engine): Db {
  let tail: Promise<unknown> = Promise.resolve();
  const reading = (reader: Reader): Reader => ({
    select: reader.select.bind(reader),
    selectDistinct: reader.selectDistinct.bind(reader),
  });
  const transaction: Db["transaction"] = (work) => {
    if (inside.getStore()) {
      throw new Error(
        "A transaction was opened inside a transaction: pass the outer `tx` on instead of using `db` again.",
      );
    }
    const turn = tail.then(() =>
      inside.run(true, () => engine.write((tx) => whileOpen(remembering(tx), work))),
    );
    tail = turn.catch(() => undefined);
    return turn;
  };
  const lookedAt = (given: View): Db => {
    const view = plainView(given);
    const isPlain = Object.keys(view).length === 0;
    return {
      ...reading(isPlain ? engine.reader : engine.withView(view)),
      view,
      get unfiltered(): Db {
        return view.approvedOnly ? lookedAt({ ...view, approvedOnly: false }) : this;
      },
      get present() {
        return present;
      },
      asOf: (known) => lookedAt({ ...view, recordedBefore: known }),
      withView: (other) => lookedAt({ ...view, ...other }),
      transaction:
        view.recordedBefore === undefined
          ? transaction
          : () => Promise.reject(new Error("The past cannot be written: use the present `db`.")),
      migrated: engine.migrated,
      shape: () => engine.shape(),
      ping() {
        const turn = tail.then(() => engine.ping());
        tail = turn.catch(() => undefined);
        return turn;
      },
      freeBytes: () => engine.freeBytes(),
      async close() {
        await tail;
        await engine.close();
      },
    };
  };
  const present = lookedAt({});
  return present;
}

/**
 * The open transaction `tx` as a database, for what is to join it: it reads what `tx` wrote, and its
 * transactions are `tx` itself. Nothing of it is committed before `tx` is.
 */
export function joined(tx: Tx): Db {
  const elsewhere = () => {
    throw new Error("A transaction sees the present, whole: look at the past or through a view outside it.");
  };
  const db: Db = {
    select: tx.select.bind(tx),
    selectDistinct: tx.selectDistinct.bind(tx),
    transaction: (work) => work(tx),
    view: {},
    get unfiltered() {
      return db;
    },
    get present() {
      return db;
    },
    asOf: elsewhere,
    withView: elsewhere,
    migrated: null,
    shape: elsewhere,
    ping: elsewhere,
    freeBytes: elsewhere,
    close: elsewhere,
  };
  return db;
}

/**
 * What `reader` shows with everything recorded, approved or not: a database through a view of approval, else
 * itself.
 */
export const unfilteredOf = (reader: Reader | Db): Reader =>
  "unfiltered" in reader ? reader.unfiltered : reader;

/** A `tx` kept beyond its transaction would write without one: it is revoked instead. */
async function whileOpen<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const lease = Proxy.revocable(tx, {});
  try {
    return await work(lease.proxy);
  } finally {
    lease.revoke();
  }
}
