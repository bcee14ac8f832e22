import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, auditEvents } from "#db/schema/index.ts";
import { insideSqlite } from "#db/sqlite-copy.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { withFlip } from "#lib/testing/flips.ts";
import { openWorld } from "#lib/testing/world.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { makeBackup, rememberRestore } from "./commands/backups.ts";
import { Unfit } from "./rules/reasons.ts";
import { dueAt, keepDue, takeTurn } from "./schedule.ts";
import { makeCopy, verifyCopy } from "./store/copy.ts";
import { drillCopy } from "./store/drill.ts";
import { copiesIn, keepCopy } from "./store/folder.ts";
import { type Manifest, manifestOf, manifestPath, written } from "./store/manifest.ts";
import { keepCopyApart } from "./store/own-process.ts";
import { restoreCopy } from "./store/restore.ts";

// Copies of a SQLite file; PostgreSQL's are dumps of its own tool (docs/decisions/0038).

const world = await openWorld();
const folder = mkdtempSync(join(tmpdir(), "guatu-backup-"));
const places = { url: world.url, folder: join(folder, "kept"), second: join(folder, "second") };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let accountId = 0;
beforeAll(async () => {
  const [account] = await world.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.code, "501"))
    .orderBy(asc(accounts.id))
    .limit(1);
  accountId = account?.id as number;
});
/** Posts ¥1.00 of one village. */
async function post(month = "2016-11") {
  const [town, village] = [await world.town("莲花镇"), await world.village("军营")];
  await postIncome(world.as(await world.actor("office")), {
    townId: town.id,
    month,
    rows: [{ villageId: village.id, accountId, amountFen: 1_00 }],
  });
}
const codeOf = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => "",
    (error: unknown) => {
      if (error instanceof Unfit) return error.code;
      throw error;
    },
  );

describe("a copy", () => {
  test("has a manifest that says what it holds", async () => {
    await post();
    const file = join(folder, "first.db");
    const manifest = await makeCopy(world.url, file, new Date("2026-12-01T02:00:00.000Z"));
    const { seq, hash } = await world.lastEvent();
    expect(manifest).toMatchObject({
      file: "first.db",
      engine: "sqlite",
      incomeFen: 1_00,
      fundingFen: 0,
      head: { seq, hash },
      bytes: statSync(file).size,
    });
    expect(manifest.madeAt).toBe("2026-12-01T02:00:00.000Z");
    expect(manifest.tables).toMatchObject({ income_posting: 1, audit_event: seq, division: 148 });
    expect(manifestOf(file)).toEqual(manifest);
    expect([`${file}.part`, `${file}-wal`, `${file}-shm`].filter((each) => existsSync(each))).toEqual([]);
  });

  test("that does not get ready leaves nothing behind", async () => {
    const file = join(folder, "never.db");
    writeFileSync(join(folder, "none.db"), "no database");
    await expect(makeCopy(join(folder, "none.db"), file)).rejects.toThrow();
    expect([file, `${file}.part`, manifestPath(file)].filter((each) => existsSync(each))).toEqual([]);
  });

  test("of a database whose chain is broken is none", async () => {
    const broken = join(folder, "broken.db");
    copyFileSync(join(folder, "first.db"), broken);
    const db = new Database(broken);
    db.exec("DROP TRIGGER audit_event_no_update");
    db.exec("UPDATE audit_event SET subject_name = 'x' WHERE seq = 1");
    db.close();
    expect(await codeOf(() => makeCopy(broken, join(folder, "of-broken.db")))).toBe("chain");
  });

  test("with one bit turned over is found, wherever it is, and so is a manifest", async () => {
    const file = join(folder, "first.db");
    const bits = (of: string, count: number) =>
      Array.from(
        { length: count },
        (_, at) => Math.floor(((at + 0.5) / count) * statSync(of).size * 8) + (at % 8),
      );
    const unseen: number[] = [];
    let unseenWithoutChecksum = 0;
    for (const bit of bits(file, 20)) {
      await withFlip(file, bit, async () => {
        if ((await codeOf(() => verifyCopy(file))) !== "checksum") unseen.push(bit);
        // The proof itself: what SQLite's check, the counts and the chain see by themselves is not all.
        if ((await codeOf(() => verifyCopy(file, { checksum: false }))) === "") unseenWithoutChecksum++;
      });
    }
    for (const bit of bits(manifestPath(file), 20))
      await withFlip(manifestPath(file), bit, async () => {
        if ((await codeOf(() => verifyCopy(file))) !== "noManifest") unseen.push(bit);
      });
    expect(unseen).toEqual([]);
    expect(unseenWithoutChecksum).toBeGreaterThan(0);
    expect(await codeOf(() => verifyCopy(file))).toBe("");
  });

  test("is drilled while people post, from a process of its own", async () => {
    for (let round = 0; round < 2; round++) {
      let posting = true;
      const load = (async () => {
        while (posting) {
          await post();
          await new Promise(setImmediate); // the other process must be heard
        }
      })();
      const made = await keepCopyApart(places);
      posting = false;
      await load;
      expect(made.second).toBe(true);
      expect((await drillCopy(world.url, made.path)).sha256).toBe(made.manifest.sha256);
      expect(made.manifest.incomeFen).toBe((made.manifest.tables.income_posting ?? 0) * 1_00);
    }
    expect(copiesIn(places.second)).toHaveLength(2);
  });

  test("whose manifest says other totals fails its drill", async () => {
    const file = join(folder, "other.db");
    const manifest = await makeCopy(world.url, file);
    const other: Manifest = { ...manifest, incomeFen: manifest.incomeFen + 1 };
    writeFileSync(manifestPath(file), written(other));
    expect(await codeOf(() => drillCopy(world.url, file))).toBe("contents");
    writeFileSync(manifestPath(file), written({ ...manifest, schema: "9999_later" }));
    expect(await codeOf(() => drillCopy(world.url, file))).toBe("contents");
  });
});

describe("taking a copy back", () => {
  const url = join(folder, "restored.db");
  const copy = join(folder, "copy.db");
  const anchorsFile = join(folder, "anchors.txt");
  const how = { forceOlder: false, anchors: anchorsFile };
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await makeCopy(world.url, copy);
  });
  const anchor = (seq: number, hash: string) =>
    writeFileSync(anchorsFile, `2016-12-31T01:00:00.000Z ${seq} ${hash} backup\n`);

  test("where there is no database it becomes one, and says so in its own log", async () => {
    expect(await restoreCopy(url, copy, how)).toEqual({ manifest, aside: null });
    const db = await openDatabase(url);
    await rememberRestore({ ...world.as(world.operator), db }, manifest, { forced: false, aside: null });
    const [event] = await db.select().from(auditEvents).where(eq(auditEvents.verb, "backup.restore"));
    expect(event).toMatchObject({
      seq: manifest.head.seq + 1,
      previousHash: manifest.head.hash,
      subjectName: "copy.db",
    });
    await db.close();
  });

  test("what stood there is set aside whole", async () => {
    const { aside } = await restoreCopy(url, copy, how);
    expect(aside).toMatch(/restored\.db\.before-restore-/);
    expect(insideSqlite(aside as string, ({ contents }) => contents.head.seq)).toBe(manifest.head.seq + 1);
    expect(insideSqlite(url, ({ contents }) => contents.head)).toEqual(manifest.head);
  });

  test("while anybody has the database open nothing happens", async () => {
    const db = await openDatabase(url);
    expect(await codeOf(() => restoreCopy(url, copy, how))).toBe("inUse");
    await db.ping();
    await db.close();
    expect(existsSync(`${url}.restoring`)).toBe(false);
  });

  test("a database that is destroyed is replaced, and kept as it is", async () => {
    writeFileSync(url, "destroyed".repeat(1000));
    const { aside } = await restoreCopy(url, copy, how);
    expect(readFileSync(aside as string, "utf8")).toBe("destroyed".repeat(1000));
    expect(insideSqlite(url, ({ contents }) => contents.head)).toEqual(manifest.head);
  });

  test("one that is older than the newest anchor is taken back only when told", async () => {
    anchor(manifest.head.seq + 1, "a".repeat(64));
    expect(await codeOf(() => restoreCopy(url, copy, how))).toBe("older");
    expect(await codeOf(() => restoreCopy(url, copy, { ...how, forceOlder: true }))).toBe("");
  });

  test("one that does not hold the newest anchor is of another log, told or not", async () => {
    anchor(2, "a".repeat(64));
    expect(await codeOf(() => restoreCopy(url, copy, { ...how, forceOlder: true }))).toBe("otherTrail");
    anchor(manifest.head.seq, manifest.head.hash);
    expect(await codeOf(() => restoreCopy(url, copy, how))).toBe("");
  });

  test("a damaged one changes nothing", async () => {
    const before = readFileSync(url);
    const code = await withFlip(copy, 8 * 5000, () => codeOf(() => restoreCopy(url, copy, how)));
    expect(code).toBe("checksum");
    expect(readFileSync(url).equals(before)).toBe(true);
  });
});

describe("by the clock", () => {
  const at = (time: string) => new Date(`2026-12-01T${time}.000Z`);
  const newest = { madeAt: "2026-12-01T02:10:30.000Z", head: { seq: 5, hash: "" } };
  test.each([
    ["nothing yet", undefined, "02:10:30", 5, "hour 2026-12-01T02"],
    ["the same hour and nothing new", newest, "02:59:59", 5, null],
    ["the same minute", newest, "02:10:59", 6, null],
    ["something new since the last minute", newest, "02:11:00", 6, "minute 2026-12-01T02:11"],
    ["the next hour", newest, "03:00:00", 5, "hour 2026-12-01T03"],
    ["the clock went backwards", newest, "01:00:00", 5, "hour 2026-12-01T01"],
  ] as const)("%s", (_, last, time, seq, due) => {
    expect(dueAt(at(time), last, seq, true)?.name ?? null).toBe(due);
  });
  test("where the engine ships its log, only the hours are due", () => {
    expect(dueAt(at("02:11:00"), newest, 6, false)).toBe(null);
  });

  test("one of two processes makes it, and who died on the way loses the turn", async () => {
    const other = await openDatabase(world.url);
    expect(await takeTurn(world.db, "hour x", at("02:00:00"))).toBe(true);
    expect(await takeTurn(other, "hour x", at("02:00:00"))).toBe(false);
    expect(await takeTurn(other, "hour x", at("02:09:59"))).toBe(false);
    expect(await takeTurn(other, "hour x", at("02:10:01"))).toBe(true);
    await other.close();
  });

  test("an hour's copy is made once and stands in the log; a minute's only where something was recorded", async () => {
    const own = { ...places, folder: join(folder, "clock"), second: null };
    const keep = (time: string) => keepDue(world.db, own, at(time), new Date("2016-12-31T01:00:00.000Z"));
    const before = (await world.lastEvent()).seq;
    const made = await keep("04:00:00");
    expect(made?.manifest.head.seq).toBe(before);
    expect(await world.lastEvent()).toMatchObject({
      seq: before + 1,
      verb: "backup.make",
      actorRole: "operator",
      request: "schedule",
    });
    expect(await keep("04:00:30")).toBe(null);
  });

  test("a copy that failed is tried again, not at once", async () => {
    const own = { url: join(folder, "nowhere.db"), folder: join(folder, "failing"), second: null };
    const keep = (time: string) => keepDue(world.db, own, at(time), new Date("2016-12-31T01:00:00.000Z"));
    await expect(keep("06:00:00")).rejects.toThrow("backup.failed");
    expect(await keep("06:04:00")).toBe(null);
    await expect(keep("06:05:01")).rejects.toThrow("backup.failed");
  });
});

test("the button's copy is one event, and leaves none to whom it is not", async () => {
  const before = (await world.lastEvent()).seq;
  const admin = world.as(await world.actor("admin"));
  const made = await makeBackup(admin, places);
  const event = await world.lastEvent();
  expect(event).toMatchObject({
    seq: before + 1,
    verb: "backup.make",
    subjectType: "backup",
    subjectName: made.manifest.file,
  });
  expect(event.payload.after).toMatchObject({ sha256: made.manifest.sha256, seq: before, second: true });
  await expect(makeBackup(world.as(await world.actor("office")), places)).rejects.toThrow(
    "Forbidden: backup.make",
  );
  expect((await world.lastEvent()).seq).toBe(before + 1);
});

test("what need not stay is taken away, and nothing that is not ours", async () => {
  const own = { ...places, folder: join(folder, "many"), second: null };
  for (let minute = 0; minute < 7; minute++)
    await keepCopy(own, new Date(Date.parse("2026-12-01T02:00:00.000Z") + minute * 60_000));
  writeFileSync(join(own.folder, "guatu-20100101T000000000Z.db"), "somebody's");
  await keepCopy(own, new Date("2026-12-01T02:07:00.000Z"));
  expect(copiesIn(own.folder).map(({ manifest }) => manifest.madeAt.slice(14, 16))).toEqual([
    "07",
    "06",
    "05",
    "04",
    "03",
  ]);
  expect(readFileSync(join(own.folder, "guatu-20100101T000000000Z.db"), "utf8")).toBe("somebody's");
});
