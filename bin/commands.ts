// What the operator's commands do. Importing this loads the whole domain, which takes a second: bin/guatu.ts does so when it must.
import { existsSync } from "node:fs";
import type { Db } from "#db/client.ts";
import { open } from "#db/open.ts";
import { CreatePerson } from "#lib/access/input.ts";
import { operator } from "#lib/access/operator.ts";
import { createPerson } from "#lib/access/people-commands.ts";
import { verifyTrail } from "#lib/audit/queries.ts";
import { type Ctx, isDemonstration } from "#lib/context.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { foundDistrict } from "#lib/divisions/commands.ts";
import { shippedDivisions, shippedEdition } from "#lib/divisions/edition.ts";
import { rootOf } from "#lib/divisions/queries.ts";
import { env, type Held, isPostgres, Plain, say } from "./console.ts";

const contextOf = (db: Db): Ctx => ({ db, actor: operator, now: new Date(), request: "operator" });

export async function withDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(env.databaseUrl);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Where there is no file yet, the demonstration is made beside it and put in place whole. */
export async function demonstrate() {
  const began = Date.now();
  if (isPostgres) await withDatabase(fillDemonstration);
  else await (await import("#db/sqlite.ts")).buildSqlite(env.databaseUrl, fillDemonstration);
  say(`演示区县已建立 · The demonstration district is ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

/** Migrates the database and says what it holds. */
export const holds = (): Promise<Held> =>
  withDatabase(async (db) => ((await rootOf(db)) ? ((await isDemonstration(db)) ? "demonstration" : "real") : "nothing"));

export async function init({ empty, demo }: { empty?: boolean; demo?: boolean }) {
  if (empty === demo) throw new Plain("Say which: init --empty or init --demo.");
  const held = await holds();
  if (held === "real") throw new Plain("This database holds a real district and is left as it is. 库中已有正式数据，未作改动。");
  if (held === "demonstration") say(await setAside());
  if (demo) return demonstrate();
  await withDatabase((db) => foundDistrict(contextOf(db), { edition: shippedDivisions(), ...shippedEdition, demonstration: false }));
  say("空白区县已建立：1 个区、11 个镇街场、136 个村(居) · An empty district was founded: 1 district, 11 towns, 136 villages");
}

/** Only a demonstration is ever set aside. */
async function setAside(): Promise<string> {
  if (isPostgres) {
    await (await import("#db/postgres.ts")).emptyPostgres(env.databaseUrl);
    return "演示库已清空 · The demonstration was emptied";
  }
  const suffix = `demonstration-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  return `演示库已移到 · The demonstration is now at ${(await import("#db/sqlite.ts")).setAsideSqlite(env.databaseUrl, suffix)}`;
}

export async function createAdmin(username: string | undefined) {
  const input = CreatePerson.safeParse({ username, name: "系统管理员", post: "系统管理员", role: "admin", scopeId: 1, mustChangePassword: "on" });
  if (!input.success)
    throw new Plain(`Give the administrator a name of small letters and digits: admin create zhangsan (${input.error.issues[0]?.message})`);
  await withDatabase(async (db) => {
    const root = await rootOf(db);
    if (!root) throw new Plain("The database holds no district yet: run init first. 请先运行 init。");
    const made = await createPerson(contextOf(db), { ...input.data, scopeId: root.id });
    say(`${made.username}  一次性密码，首次登录须修改 · one-time password, to be changed at the first sign-in:  ${made.oneTimePassword}`);
  });
}

export async function verify(given: string[]) {
  const anchors = given.map((text) => {
    const [seq = "", hash = ""] = text.split(":");
    if (!/^\d+$/.test(seq) || !/^[0-9a-f]{64}$/.test(hash)) throw new Plain(`An anchor is SEQ:HASH as an export prints it, not ${text}.`);
    return { seq: Number(seq), hash };
  });
  const { events, head, broken } = await withDatabase((db) => verifyTrail(db, anchors));
  if (broken)
    throw new Plain(`审计链在第 ${broken.seq} 条断裂 · The trail breaks at event ${broken.seq} (${broken.why}); ${events} events before it hold.`);
  say(`审计链完整 · The trail holds: ${events} events, head ${head.seq}:${head.hash}`);
}

export async function backup(file: string | undefined) {
  if (!file) throw new Plain("Say where to: backup /path/guatu-2016-12-31.db");
  if (isPostgres) throw new Plain('Back a PostgreSQL database up with its own tool: pg_dump --format=custom --file=guatu.dump "$DATABASE_URL"');
  if (existsSync(file)) throw new Plain(`${file} is already there; a backup overwrites nothing.`);
  if (!existsSync(env.databaseUrl)) throw new Plain(`There is no database at ${env.databaseUrl}.`);
  await (await import("#db/sqlite.ts")).backupSqlite(env.databaseUrl, file);
  say(`已备份 · Backed up to ${file}`);
}
