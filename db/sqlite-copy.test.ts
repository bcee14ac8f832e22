import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copySqlite, insideSqlite } from "./sqlite-copy.ts";

// A program of its own that posts all the while: each row a transaction, as fast as the disk lets it.
const writer = `
  const Database = require("better-sqlite3");
  const db = new Database(process.argv[1]);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = NORMAL");
  const insert = db.prepare("INSERT INTO income_posting (amount_fen, filler) VALUES (?, ?)");
  let n = 0;
  const post = () => {
    for (let i = 0; i < 20; i++) insert.run(1, "x");
    if (n++ === 0) process.stdout.write("posting");
    setImmediate(post);
  };
  post();
`;
const folder = mkdtempSync(join(tmpdir(), "guatu-copy-"));
const file = join(folder, "guatu.db");
let posting: ChildProcess;

beforeAll(async () => {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.exec("CREATE TABLE income_posting (id INTEGER PRIMARY KEY, amount_fen INTEGER, filler TEXT)");
  const insert = db.prepare("INSERT INTO income_posting (amount_fen, filler) VALUES (1, ?)");
  db.transaction(() => {
    for (let at = 0; at < 4000; at++) insert.run("y".repeat(2000)); // about 8 MB
  })();
  db.close();
  posting = spawn(process.execPath, ["-e", writer, file], { stdio: ["ignore", "pipe", "inherit"] });
  await once(posting.stdout as NodeJS.ReadableStream, "data");
});
afterAll(async () => {
  const ended = once(posting, "exit");
  posting.kill("SIGKILL");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

describe("while another program posts all the while", () => {
  test("a copy is made at once, whole and of one instant", async () => {
    for (let round = 0; round < 10; round++) {
      const to = join(folder, `copy-${round}.db`);
      expect(await copySqlite(file, to)).toBeLessThanOrEqual(1);
      const { contents, unsound } = insideSqlite(to, (inside) => ({
        contents: inside.contents,
        unsound: inside.unsound(),
      }));
      expect(unsound).toEqual([]);
      expect(contents.incomeFen).toBe(contents.tables.income_posting);
      expect(contents.incomeFen).toBeGreaterThanOrEqual(4000);
    }
  });

  test("the proof itself: a hundred pages a step, it begins anew again and again", async () => {
    const tooOften = new Error("begun anew too often");
    let steps = 0;
    let anew = 0;
    let left = Number.POSITIVE_INFINITY;
    const source = new Database(file, { readonly: true });
    const stepwise = source.backup(join(folder, "stepwise.db"), {
      progress({ remainingPages }) {
        if (remainingPages >= left) anew++;
        left = remainingPages;
        if (++steps > 500) throw tooOften;
        return 100;
      },
    });
    const ended = await stepwise.then(
      () => null,
      (reason: unknown) => reason,
    );
    source.close();
    expect(anew).toBeGreaterThan(0);
    expect(ended === null || ended === tooOften).toBe(true);
  });
});
