import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { engine } from "#db/columns.ts";
import { claim } from "#db/open.ts";
import { divisions } from "#db/schema/index.ts";
import { isDemonstration } from "#lib/core/context.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { fixtureDatabase, fixtures, saidBy, saysNow } from "#lib/testing/fixtures.ts";
import { onceOnRawConnection } from "#lib/testing/raw-connection.ts";
import { freshDatabase } from "#lib/testing/world.ts";
import { openDatabase } from "#lib/views/open-database.ts";

// `npm run guatu -- init --empty` founds a real district. It is run where there is something already.

const version = fixtures.at(-1) ?? "";
const ending: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function demonstration() {
  const { url, remove } = await fixtureDatabase(version);
  ending.push(remove);
  return url;
}

/** Runs the command; what it said, of both outputs. */
async function init(url: string, ...parts: string[]) {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    GUATU_SECRET: "a-secret-of-the-test-that-is-long-enough",
    GUATU_MODE: "demonstration",
  };
  const child = spawn(
    process.execPath,
    ["bin/guatu.ts", "init", ...(parts.length > 0 ? parts : ["--empty"])],
    { env },
  );
  const [said, complained] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, said, complained };
}

async function look<T>(
  url: string,
  at: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(url);
  try {
    return await at(db);
  } finally {
    await db.close();
  }
}

const whole = async (url: string) => look(url, (db) => saysNow(db, version));

test("a demonstration is set aside whole, the command says where, and it can be taken back as it says", async () => {
  const url = await demonstration();
  const { code, said, complained } = await init(url);
  expect({ code, complained }).toEqual({ code: 0, complained: "" });
  expect(await look(url, isDemonstration)).toBe(false);
  expect((await look(url, rootOf))?.code).toBe("350212000000");
  expect(said).toMatch(/取回.*to take it back/);

  if (engine === "sqlite") {
    const aside = /now at (\S+)/.exec(said)?.[1] ?? "";
    for (const tail of ["-wal", "-shm"]) expect(existsSync(aside + tail)).toBe(false);
    renameSync(url, `${url}.founded`);
    renameSync(aside, url);
  } else
    for (const statement of /ALTER SCHEMA.*;/.exec(said)?.[0].split(/(?<=;)/) ?? [])
      await onceOnRawConnection(url, statement);
  expect(await look(url, isDemonstration)).toBe(true);
  expect(await whole(url)).toEqual(saidBy(version));
});

test("a real district is left as it is, however often it is asked", async () => {
  const { url, remove } = await freshDatabase();
  ending.push(remove);
  expect((await init(url)).code).toBe(0);
  const before = await look(url, (db) => db.select().from(divisions));
  for (const flag of ["--empty", "--demo"]) {
    const { code, complained } = await init(url, flag);
    expect({ code, plain: /正式数据/.test(complained) && !/\n {4}at /.test(complained) }).toEqual({
      code: 1,
      plain: true,
    });
  }
  expect(await look(url, (db) => db.select().from(divisions))).toEqual(before);
});

test("while somebody has the database open nothing is moved; a moment later it is", async () => {
  const url = await demonstration();
  const server = await openDatabase(url);
  ending.push(() => server.close().catch(() => undefined));
  await server.ping();
  const refused = await init(url);
  expect(refused.code).toBe(1);
  expect(refused.complained).toMatch(/stop .* first/);
  expect(refused.complained).toMatch(/请先停止/);
  expect(refused.complained.trim().split("\n")).toHaveLength(1);
  await server.ping(); // it goes on
  expect(await isDemonstration(server)).toBe(true);
  await server.close();
  expect((await init(url)).code).toBe(0);
});

test("where another program keeps its tables nothing is moved, and they are as they were", async () => {
  const url = await demonstration();
  await onceOnRawConnection(url, "CREATE TABLE other_app_ledger (line text)");
  await onceOnRawConnection(url, "INSERT INTO other_app_ledger VALUES ('theirs')");
  const { code, complained } = await init(url);
  expect({ code, named: complained.includes("other_app_ledger") && complained.includes("其他程序") }).toEqual(
    { code: 1, named: true },
  );
  expect(await onceOnRawConnection(url, "SELECT line FROM other_app_ledger")).toEqual([{ line: "theirs" }]);
  expect(await look(url, isDemonstration)).toBe(true);
  await onceOnRawConnection(url, "DROP TABLE other_app_ledger");
  expect((await init(url)).code).toBe(0);
});

test("a database of another program gets no table of ours", async () => {
  const { url, remove } = await freshDatabase();
  ending.push(remove);
  await onceOnRawConnection(url, "CREATE TABLE other_app_ledger (line text)");
  const before = engine === "sqlite" ? readFileSync(url) : null;
  const { code, complained } = await init(url);
  expect({ code, named: complained.includes("other_app_ledger") }).toEqual({ code: 1, named: true });
  if (before) {
    await expect(openDatabase(url)).rejects.toThrow(/another program's database/);
    expect(readFileSync(url).equals(before)).toBe(true);
  } else
    expect(
      await onceOnRawConnection(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
    ).toEqual([{ tablename: "other_app_ledger" }]);
});

if (engine === "sqlite") {
  test("a file that is no database is left as it is", async () => {
    const { url, remove } = await freshDatabase();
    ending.push(remove);
    const words = "村级收入统计表\n".repeat(400);
    writeFileSync(url, words);
    const { code, complained } = await init(url);
    expect({ code, plain: complained.includes("不是挂图的数据库") }).toEqual({ code: 1, plain: true });
    expect(readFileSync(url, "utf8")).toBe(words);
  });

  test("what a killed server had only in its log is set aside with the rest", async () => {
    const url = await demonstration();
    const server = await openDatabase(url);
    await server.transaction((tx) => tx.update(divisions).set({ contact: "只在日志里" }));
    const { url: killed, remove } = await freshDatabase();
    ending.push(remove);
    for (const tail of ["", "-wal"]) copyFileSync(url + tail, killed + tail);
    await server.close();
    const aside = /now at (\S+)/.exec((await init(killed)).said)?.[1] ?? "";
    expect(
      (await onceOnRawConnection<{ contact: string }>(aside, "SELECT DISTINCT contact FROM division")).map(
        ({ contact }) => contact,
      ),
    ).toEqual(["只在日志里"]);
  });

  test("a server that has not opened its file yet keeps it all the same", async () => {
    const url = await demonstration();
    await claim(url); // as a server does before its first request, in this process
    const { code, complained } = await init(url);
    expect({ code, plain: complained.includes("已有一个服务在运行") }).toEqual({ code: 1, plain: true });
    expect(await look(url, isDemonstration)).toBe(true);
  });
}
