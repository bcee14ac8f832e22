import { execFileSync } from "node:child_process";
import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";

const mayWrite = (limit: string) =>
  execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${limit}:`]);
const refuse = `
  CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
  CREATE TRIGGER disk_is_full BEFORE INSERT ON audit_event EXECUTE FUNCTION disk_is_full();`;
const accept = "DROP TRIGGER disk_is_full ON audit_event; DROP FUNCTION disk_is_full();";

/**
 * Does `work` while the disk takes nothing. SQLite is a file of this process, which the system then lets
 * write none beyond its first byte; a PostgreSQL server is not ours, and says of each event what it says of a
 * full disk.
 */
export async function whileDiskFails<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const told = (text: string) =>
    db.transaction((tx) =>
      (tx as unknown as { execute(query: unknown): Promise<unknown> }).execute(sql.raw(text)),
    );
  if (engine === "postgres") await told(refuse);
  else mayWrite("1");
  try {
    return await work();
  } finally {
    if (engine === "postgres") await told(accept);
    else mayWrite("unlimited");
  }
}
