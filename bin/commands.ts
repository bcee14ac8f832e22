// What the operator's commands do. Importing this loads the whole domain, which takes a second: bin/guatu.ts
// does so when it must.
import { randomBytes } from "node:crypto";
import { appendFileSync, chmodSync } from "node:fs";
import type { Db } from "#db/client.ts";
import { setAside, strangersIn } from "#db/open.ts";
import { operator } from "#lib/access/operator.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { anchorOf, anchorsIn } from "#lib/audit/store/anchors.ts";
import { businessNow, type Ctx, isDemonstration } from "#lib/core/context.ts";
import { requireGm } from "#lib/core/gm.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { foundDistrict } from "#lib/divisions/commands/divisions.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { shippedDivisions, shippedEdition } from "#lib/divisions/store/edition.ts";
import { confirmPerson, createPerson, resetPassword, unlockPerson } from "#lib/people/commands/people.ts";
import { setDuties } from "#lib/people/commands/sign-in-rules.ts";
import { CreatePerson } from "#lib/people/input.ts";
import { accountIdOf, requirePerson } from "#lib/people/queries/people.ts";
import { openUpgraded } from "#lib/upgrade/open.ts";
import { proveFigures } from "#lib/verification/queries/figures.ts";
import { env, type Held, isPostgres, Plain, say } from "./console.ts";
import { figuresInWords } from "./figures.ts";

export const contextOf = (db: Db): Ctx => ({
  db,
  actor: operator,
  now: new Date(),
  byClock: true,
  request: "operator",
});

export async function withDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  // What is said of an upgrade is no part of what a command prints for programs.
  const db = await openUpgraded(env.databaseUrl, { today: env.today, tell: console.error });
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
  else await (await import("#lib/views/open-database.ts")).buildDatabase(env.databaseUrl, fillDemonstration);
  say(`演示区县已建立 · The demonstration district is ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

/** Migrates the database and says what it holds. */
export const holds = (): Promise<Held> =>
  withDatabase(async (db) =>
    (await rootOf(db)) ? ((await isDemonstration(db)) ? "demonstration" : "real") : "nothing",
  );

export async function init({ empty, demo }: { empty?: boolean; demo?: boolean }) {
  if (empty === demo) throw new Plain("Say which: init --empty or init --demo.");
  await requireNoStrangers();
  const held = await holds();
  if (held === "real")
    throw new Plain("This database holds a real district and is left as it is. 库中已有正式数据，未作改动。");
  if (env.gm) requireGm();
  if (held === "demonstration") await putAside();
  if (demo) return demonstrate();
  const now = businessNow(new Date(), env.today);
  await withDatabase((db) =>
    foundDistrict(
      { ...contextOf(db), now },
      { edition: shippedDivisions(), ...shippedEdition, demonstration: false },
    ),
  );
  keepSecret();
  say(
    "空白区县已建立：1 个区、11 个镇街场、136 个村（居） · An empty district was founded: 1 district, 11 towns, 136 villages",
  );
}

/** A real district has a secret of its own from the beginning, where every later start finds it. */
function keepSecret() {
  if (process.env.GUATU_SECRET) return;
  appendFileSync(
    ".env",
    `\n# ${new Date().toISOString()}: seals second factors; keep it with the backups\nGUATU_SECRET=${randomBytes(32).toString("hex")}\n`,
    { mode: 0o600 },
  );
  chmodSync(".env", 0o600);
  say(
    "已生成 GUATU_SECRET 并写入 .env，请与备份一起妥善保存 · GUATU_SECRET was made and kept in .env; keep a copy with the backups",
  );
}

/** What is there must be ours before it is opened, which migrates it. */
async function requireNoStrangers() {
  const strangers = await strangersIn(env.databaseUrl).catch((error: { code?: string }) => {
    if (error.code !== "SQLITE_NOTADB") throw error;
    throw new Plain(
      `${env.databaseUrl} is no database of Guatu, and was left as it is. 该文件不是挂图的数据库，未作改动。`,
    );
  });
  if (strangers.length === 0) return;
  const named = strangers.slice(0, 5).join(", ");
  throw new Plain(
    `This database holds tables of another program (${named}), and was left as it is: give Guatu a database of its own in DATABASE_URL. 库中有其他程序的表，未作改动，请在 DATABASE_URL 中指定专用数据库。`,
  );
}

/** Only a demonstration is ever set aside. */
async function putAside(): Promise<void> {
  const aside = await setAside(
    env.databaseUrl,
    `demonstration-${new Date().toISOString().replaceAll(/[:.-]/g, "")}`,
  );
  if (isPostgres) {
    say(`演示库已移到 schema ${aside} · The demonstration is now the schema ${aside}`);
    const taking = `ALTER SCHEMA public RENAME TO founded; ALTER SCHEMA ${aside} RENAME TO public;`;
    return say(`  取回：停止服务后执行 · to take it back, with the server stopped: ${taking}`);
  }
  say(`演示库已移到 · The demonstration is now at ${aside}`);
  say(
    `  取回：停止服务，移走新库，再将该文件改名为 ${env.databaseUrl} · to take it back, stop the server, move the new database away and give that file the name ${env.databaseUrl}`,
  );
}

export async function createAdmin(username: string | undefined) {
  const input = CreatePerson.safeParse({
    username,
    name: "系统管理员",
    post: "系统管理员",
    role: "admin",
    scopeId: 1,
    mustChangePassword: "on",
  });
  if (!input.success)
    throw new Plain(
      `Give the administrator a name of small letters and digits: admin create zhangsan (${input.error.issues[0]?.message})`,
    );
  await withDatabase(async (db) => {
    const root = await rootOf(db);
    if (!root) throw new Plain("The database holds no district yet: run init first. 请先运行 init。");
    const made = await createPerson(contextOf(db), { ...input.data, scopeId: root.id });
    say(
      `${made.username}  一次性密码，首次登录须修改 · one-time password, to be changed at the first sign-in:  ${made.oneTimePassword}`,
    );
  });
}

/**
 * Who holds the machine lets a locked-out person in, gives them a password to hand over, or is the second
 * person of two.
 */
export async function helpPerson(what: "unlock" | "reset" | "confirm", username: string | undefined) {
  if (!username) throw new Plain(`Say whose: admin ${what} zhangsan`);
  await withDatabase(async (db) => {
    const personId = await accountIdOf(db, username);
    if (personId === null) throw new Plain(`There is no account ${username}. 没有这个账号。`);
    const ctx = contextOf(db);
    if (what === "unlock") {
      await unlockPerson(ctx, { personId });
      return say(`${username}  已解除登录锁定 · may sign in again`);
    }
    if (what === "confirm") {
      await confirmPerson(ctx, { personId, version: (await requirePerson(db, operator, personId)).version });
      return say(`${username}  已确认，可以登录 · confirmed, may sign in`);
    }
    const { oneTimePassword } = await resetPassword(ctx, { personId, clearSecondFactor: false });
    say(
      `${username}  一次性密码，首次登录须修改 · one-time password, to be changed at the first sign-in:  ${oneTimePassword}`,
    );
  });
}

export async function separateDuties(how: string | undefined) {
  if (how !== "on" && how !== "off") throw new Plain("Say which: admin duties on, or admin duties off.");
  await withDatabase((db) => setDuties(contextOf(db), { on: how === "on" }));
  say(
    how === "on"
      ? "三员分立已开启 · The three duties are separated"
      : "三员分立已取消 · The three duties are no longer separated",
  );
}

/** @returns 0 only where the log holds and the figures are what it says */
export async function verify(
  given: string[],
  { json = false, anchors: anchorsFile }: { json?: boolean | undefined; anchors?: string | undefined } = {},
): Promise<0 | 1> {
  const anchors = given.map((text) => {
    const anchor = anchorOf(text);
    if (!anchor)
      throw new Plain(
        `An anchor is SEQ:HASH as an export or a print has it, of the hash at least 12 digits, not ${text}.`,
      );
    return anchor;
  });
  if (anchorsFile) anchors.push(...(await anchorsIn(anchorsFile)));
  const [trail, figures] = await withDatabase(
    async (db) => [await verifyTrail(db, anchors), await proveFigures(db)] as const,
  );
  const { events, head, broken } = trail;
  const ok = broken === null && figures.differences.length === 0;
  if (json) say(JSON.stringify({ ok, trail, anchors: anchors.length, figures }));
  else {
    say(
      broken
        ? `操作日志在第 ${broken.seq} 条断裂 · The log breaks at event ${broken.seq} (${broken.why}); ${events} events before it hold.`
        : `操作日志校验完整 · The log holds: ${events} events, checksum ${head.seq}:${head.hash}`,
    );
    say(
      anchors.length > 0
        ? `已与 ${anchors.length} 个另存的校验码比对 · Compared with ${anchors.length} checksums that were kept elsewhere`
        : "没有可比对的另存校验码 · It had no checksum to compare with that was kept elsewhere: a log that was rewritten as a whole, or an older copy, looks the same",
    );
    for (const line of figuresInWords(figures)) say(line);
  }
  return ok ? 0 : 1;
}
