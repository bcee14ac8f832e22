import type { Db } from "#db/client.ts";
import { claim } from "#db/open.ts";
import { readEnv } from "#lib/core/env.ts";
import { openUpgraded } from "#lib/upgrade/open.ts";
import { logger } from "./log.ts";

// The bundler may load this module more than once; the process still has one writer.
const shared = globalThis as typeof globalThis & { guatuDatabase?: Promise<Db> | undefined };

/** The process's database, opened at first use. A failed opening is tried again at the next request. */
export function database(): Promise<Db> {
  const { databaseUrl, today } = readEnv();
  shared.guatuDatabase ??= openUpgraded(databaseUrl, { today, tell: (line) => logger().info(line) }).catch(
    (error) => {
      shared.guatuDatabase = undefined;
      throw error;
    },
  );
  return shared.guatuDatabase;
}

/**
 * Before the first request: one server keeps one SQLite file.
 * @throws one plain sentence where another has it
 */
export const claimDatabase = (): Promise<void> => claim(readEnv().databaseUrl);
