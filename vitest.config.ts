import { createServer } from "node:net";
import { defineConfig } from "vitest/config";

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });

// Pure rules run once; whatever touches a database (it imports lib/testing/world.ts) runs on both engines.
const port = await freePort();
const include = ["bin/**/*.test.ts", "db/**/*.test.ts", "lib/**/*.test.ts", "app/**/*.test.ts"];
// What a worker has imported it keeps for the files that follow: a third of the time went into importing the
// same again. The limits end what hangs; no test is meant to come near them, however busy the machine is.
const execArgv = ["--import", "./bin/quick-loading.ts"];
const common = {
  include,
  testTimeout: 600_000,
  hookTimeout: 600_000,
  pool: "forks" as const,
  isolate: false,
  execArgv,
};

export default defineConfig({
  test: {
    maxWorkers: "100%", // one core less, as by default, is half of a small machine
    projects: [
      { test: { ...common, name: "sqlite", env: { DATABASE_URL: "" } } },
      {
        test: {
          ...common,
          name: "postgres",
          include: ["db/**/*.world.test.ts", "lib/**/*.world.test.ts"],
          env: { DATABASE_URL: `postgres://guatu:guatu@127.0.0.1:${port}/postgres` },
          globalSetup: ["lib/testing/postgres.ts"],
          provide: { postgresPort: port },
        },
      },
    ],
  },
});
