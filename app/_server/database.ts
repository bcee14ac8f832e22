import type { Db } from "#db/client.ts";
import { open } from "#db/open.ts";
import { readEnv } from "#lib/env.ts";

// The bundler may load this module more than once; the process still has one writer.
const shared = globalThis as typeof globalThis & { guatuDatabase?: Promise<Db> | undefined };

/** The process's database, opened at first use. A failed opening is tried again at the next request. */
export function database(): Promise<Db> {
  shared.guatuDatabase ??= open(readEnv().databaseUrl).catch((error) => {
    shared.guatuDatabase = undefined;
    throw error;
  });
  return shared.guatuDatabase;
}
