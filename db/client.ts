import { AsyncLocalStorage } from "node:async_hooks";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";

type Whole = BetterSQLite3Database;

/** What can read: a database, and every transaction. */
export type Reader = Pick<Whole, "select" | "selectDistinct">;

/** The only thing that can write. Lives as long as the transaction that made it. Always `await` what it builds. */
export type Tx = Reader & Pick<Whole, "insert" | "update" | "delete">;

export interface Db extends Reader {
  /**
   * Runs `work` alone: writers take turns, on both engines. Commits what it wrote when it resolves, nothing when it rejects.
   * Only database work belongs inside: no hashing, no files, no network.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same tables as they had been recorded before the instant `known` (ISO 8601, UTC): to read, never to write. */
  asOf(known: string): Db;
  /** Of a past: that instant. */
  readonly known?: string;
  /** Of a past: what it is the past of. Of the present: itself. */
  readonly present: Db;
  /** Answers when the database can be read and written; rejects with the engine's reason. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What an engine brings; the turn-taking is the same for both. */
export interface Engine {
  reader: Reader;
  /** Reads the tables as they had been recorded before `known`. */
  past(known: string): Reader;
  /** Begins, gives the open transaction to `work`, commits or rolls back. Never called twice at once. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const inside = new AsyncLocalStorage<true>();

export function databaseOf(engine: Engine): Db {
  let tail: Promise<unknown> = Promise.resolve();
  const reading = (reader: Reader): Reader => ({ select: reader.select.bind(reader), selectDistinct: reader.selectDistinct.bind(reader) });
  const present: Db = {
    ...reading(engine.reader),
    get present() {
      return present;
    },
    asOf(known) {
      const transaction = () => Promise.reject(new Error("The past cannot be written: use the present `db`."));
      return { ...present, ...reading(engine.past(known)), known, transaction };
    },
    transaction(work) {
      if (inside.getStore()) {
        throw new Error("A transaction was opened inside a transaction: pass the outer `tx` on instead of using `db` again.");
      }
      const turn = tail.then(() => inside.run(true, () => engine.write((tx) => whileOpen(tx, work))));
      tail = turn.catch(() => undefined);
      return turn;
    },
    ping: () => engine.ping(),
    async close() {
      await tail;
      await engine.close();
    },
  };
  return present;
}

/** A `tx` kept beyond its transaction would write without one: it is revoked instead. */
async function whileOpen<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const lease = Proxy.revocable(tx, {});
  try {
    return await work(lease.proxy);
  } finally {
    lease.revoke();
  }
}
