import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";

/** What a database holds, as its copy must: counted and summed by SQL alone, whatever build made it. */
export type Contents = {
  /** Its migrations, in order. */
  tags: string[];
  /** Rows by table, of every table. */
  tables: Record<string, number>;
  incomeFen: number;
  fundingFen: number;
  /** The newest audit event. */
  head: { seq: number; hash: string };
};

/** A row of any table, by its columns' names. */
export type AnyRow = Record<string, unknown>;

export type Inside = {
  contents: Contents;
  /** What the engine's own check complains of; nothing where it finds nothing. */
  unsound: () => string[];
  /** The audit trail in order. */
  events: () => Iterable<AnyRow>;
  /** The hash of one event of it; undefined where there is no such event. */
  hashAt: (seq: number) => string | undefined;
};

const everything = 0x7fff_ffff; // pages, the most that one step takes

/**
 * Copies the database `file`, also while others write to it: a write by another connection makes SQLite begin
 * a copy anew, so all of it is copied in one step, within which nobody can write. The calling thread waits
 * meanwhile. The copy is one file without a log of its own, on the disk when this returns.
 * @param pages how many are copied a step; a test shows what becomes of few
 * @returns how often it was begun anew
 */
export async function copySqlite(file: string, to: string, pages = everything): Promise<number> {
  for (const tail of ["", "-journal", "-wal", "-shm"]) rmSync(to + tail, { force: true });
  const source = new Database(file, { readonly: true, timeout: 5000 });
  let anew = 0;
  let left = Number.POSITIVE_INFINITY;
  try {
    await source.backup(to, {
      progress({ remainingPages }) {
        if (remainingPages >= left) anew++;
        left = remainingPages;
        return pages;
      },
    });
  } finally {
    source.close();
  }
  inOneFile(to);
  return anew;
}

/** A copy that is read from wherever it is kept needs no files beside it. */
function inOneFile(file: string): void {
  const copy = new Database(file);
  try {
    copy.pragma("journal_mode = DELETE");
  } finally {
    copy.close();
  }
  onDisk(file);
}

/** What was written to `file` is on the disk, and so is its name. */
export function onDisk(file: string): void {
  for (const each of [file, dirname(file)]) {
    const handle = openSync(each, "r");
    fsyncSync(handle);
    closeSync(handle);
  }
}

/** Looks into a copy without changing a byte of it. @throws where it is no database */
export function insideSqlite<T>(file: string, look: (inside: Inside) => T): T {
  const copy = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return look({
      contents: contentsOf(copy),
      unsound: () =>
        (copy.pragma("integrity_check") as { integrity_check: string }[])
          .map((row) => row.integrity_check)
          .filter((line) => line !== "ok"),
      events: () => copy.prepare("SELECT * FROM audit_event ORDER BY seq").iterate() as Iterable<AnyRow>,
      hashAt: (seq) =>
        copy.prepare("SELECT hash FROM audit_event WHERE seq = ?").pluck().get(seq) as string | undefined,
    });
  } finally {
    copy.close();
  }
}

function contentsOf(copy: Database.Database): Contents {
  const one = (statement: string) => copy.prepare(statement).pluck().get();
  const names = copy
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck()
    .all() as string[];
  const has = new Set(names);
  const sum = (table: string) =>
    has.has(table) ? Number(one(`SELECT coalesce(sum(amount_fen), 0) FROM ${table}`)) : 0;
  const head = has.has("audit_event")
    ? copy.prepare("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1").get()
    : undefined;
  return {
    tags: has.has("schema_migration")
      ? (copy.prepare("SELECT tag FROM schema_migration ORDER BY tag").pluck().all() as string[])
      : [],
    tables: Object.fromEntries(names.map((name) => [name, Number(one(`SELECT count(*) FROM "${name}"`))])),
    incomeFen: sum("income_posting"),
    fundingFen: sum("funding_posting"),
    head: (head as Contents["head"] | undefined) ?? { seq: 0, hash: "0".repeat(64) },
  };
}

/**
 * Puts the finished copy `by` in place of the database `file`, which stays beside it under `suffix`: at no
 * moment is there none.
 * @returns where the former one is now; null where there was none
 * @throws SQLITE_BUSY while anybody has it open
 */
export function replaceSqlite(file: string, by: string, suffix: string): string | null {
  if (!existsSync(file)) {
    renameSync(by, file);
    onDisk(file);
    return null;
  }
  const aside = `${file}.${suffix}`;
  try {
    alone(file, () => {
      linkSync(file, aside);
      renameSync(by, file);
    });
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))) throw error;
    replaceBroken(file, by, aside);
  }
  onDisk(file);
  return aside;
}

/**
 * Does `work` with the names of a database that nobody else has open, and that is whole in its one file.
 * @throws SQLITE_BUSY
 */
export function alone(file: string, work: () => void): void {
  const connection = new Database(file, { timeout: 0 });
  try {
    connection.pragma("journal_mode = DELETE"); // needs the file for itself, and leaves all of it in one
    connection.exec("BEGIN EXCLUSIVE");
    work();
    connection.exec("ROLLBACK");
  } finally {
    connection.close();
  }
}

/** What SQLite cannot open any more it cannot lock either: the machine is asked who has it open. */
function replaceBroken(file: string, by: string, aside: string): void {
  if (isOpenSomewhere(file)) throw Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
  for (const tail of ["-wal", "-shm", "-journal"])
    if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
  linkSync(file, aside);
  renameSync(by, file);
}

function isOpenSomewhere(file: string): boolean {
  const itself = realpathSync(file);
  const opened = (folder: string): string[] => {
    try {
      return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
    } catch {
      return []; // of another account, or just ended
    }
  };
  const processes = existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return processes.some((name) => opened(`/proc/${name}/fd`).includes(itself));
}
