// The operator's commands: npm run guatu -- <command>. Whoever may run them holds the machine.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
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
import { readEnv } from "#lib/env.ts";

const help = `npm run guatu -- <command>

  init --empty            建立真实的空白区县；演示库先移到一旁 · found a real, empty district; a demonstration is set aside first
  init --demo             建立演示区县 · found the demonstration district
  admin create <username> 新建系统管理员，打印一次性密码 · make an administrator and print a one-time password
  audit verify [--anchor SEQ:HASH …]
                          逐条校验审计链，指出第一处断裂 · walk the audit chain and name the first broken row
  backup <file>           运行中也可备份 · copy the database, also while it runs
  prepare                 升级表结构；空库则建立演示区县 · migrate, and fill an empty database with the demonstration
  help`;

class Plain extends Error {}

/** What went wrong, so that whoever holds the machine knows what to do about it. */
function plainly(error: unknown): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const where = engine === "postgres" ? "The database" : `The database at ${env.databaseUrl}`;
  if (/ENOSPC|SQLITE_FULL/.test(code)) return `${where} has no room left: the disk is full. 磁盘已满。`;
  if (/EROFS|EACCES|EPERM|SQLITE_READONLY|SQLITE_CANTOPEN/.test(code))
    return `${where} cannot be written by this account, or its disk is read-only. 数据库无法写入，请检查磁盘和权限。`;
  if (/SQLITE_BUSY|SQLITE_LOCKED/.test(code)) return `${where} is in use by another program: stop the server first. 数据库正被占用，请先停止服务。`;
  if (/SQLITE_NOTADB|SQLITE_CORRUPT/.test(code)) return `${where} is no sound database: restore a backup. 数据库文件已损坏，请用备份恢复。`;
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|^28P01$|^3D000$/.test(code)) return `${where} cannot be reached with DATABASE_URL: ${message}`;
  return message;
}
const say = (line: string) => console.log(line);
const env = readEnv();
const contextOf = (db: Db): Ctx => ({ db, actor: operator, now: new Date(), request: "operator" });

async function withDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(env.databaseUrl);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Where there is no file yet, the demonstration is made beside it and put in place whole. */
async function demonstrate() {
  const began = Date.now();
  if (engine === "postgres") await withDatabase(fillDemonstration);
  else await (await import("#db/sqlite.ts")).buildSqlite(env.databaseUrl, fillDemonstration);
  say(`演示区县已建立 · The demonstration district is ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

const holds = (): Promise<"demonstration" | "real" | "nothing"> =>
  withDatabase(async (db) => ((await rootOf(db)) ? ((await isDemonstration(db)) ? "demonstration" : "real") : "nothing"));

async function prepare() {
  const held = await holds();
  if (env.production && held === "demonstration")
    throw new Plain("This is a demonstration database: run `npm run guatu -- init --empty` before production. 演示库不能用于正式运行。");
  if (env.production && held === "nothing")
    throw new Plain(
      "The database is empty: run `npm run guatu -- init --empty`, then `npm run guatu -- admin create <username>`. 请先建立空白区县和管理员。",
    );
  if (held === "nothing") await demonstrate();
  if (held !== "real") {
    say("演示账号，密码 guatu-demo · demonstration accounts, password guatu-demo: lianhua, xinmin, office, leader, auditor, admin");
  }
}

async function init({ empty, demo }: { empty?: boolean; demo?: boolean }) {
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
  if (engine === "postgres") {
    await (await import("#db/postgres.ts")).emptyPostgres(env.databaseUrl);
    return "演示库已清空 · The demonstration was emptied";
  }
  const suffix = `demonstration-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  return `演示库已移到 · The demonstration is now at ${(await import("#db/sqlite.ts")).setAsideSqlite(env.databaseUrl, suffix)}`;
}

async function createAdmin(username: string | undefined) {
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

async function verify(given: string[]) {
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

async function backup(file: string | undefined) {
  if (!file) throw new Plain("Say where to: backup /path/guatu-2016-12-31.db");
  if (engine === "postgres")
    throw new Plain('Back a PostgreSQL database up with its own tool: pg_dump --format=custom --file=guatu.dump "$DATABASE_URL"');
  if (existsSync(file)) throw new Plain(`${file} is already there; a backup overwrites nothing.`);
  if (!existsSync(env.databaseUrl)) throw new Plain(`There is no database at ${env.databaseUrl}.`);
  await (await import("#db/sqlite.ts")).backupSqlite(env.databaseUrl, file);
  say(`已备份 · Backed up to ${file}`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { empty: { type: "boolean" }, demo: { type: "boolean" }, anchor: { type: "string", multiple: true } },
  });
  const [command, ...rest] = positionals;
  if (command === "prepare") await prepare();
  else if (command === "init") await init(values);
  else if (command === "admin" && rest[0] === "create") await createAdmin(rest[1]);
  else if (command === "audit" && rest[0] === "verify") await verify(values.anchor ?? []);
  else if (command === "backup") await backup(rest[0]);
  else {
    say(help);
    process.exitCode = command === undefined || command === "help" ? 0 : 2;
  }
} catch (error) {
  console.error(plainly(error));
  process.exit(1);
}
