import type { Db } from "./client.ts";
import { engine } from "./columns.ts";

/** Opens `url`: `postgres://…`, or the path of a SQLite file. Must agree with the engine that the schema was imported for. */
export async function open(url: string): Promise<Db> {
  if (engine === "postgres") return (await import("./postgres.ts")).openPostgres(url);
  return (await import("./sqlite.ts")).openSqlite(url);
}
