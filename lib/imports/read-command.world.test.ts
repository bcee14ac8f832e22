import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { auditEvents, intakes } from "#db/schema/index.ts";
import { openWorld } from "#lib/testing/world.ts";

// npm run guatu -- read: the same reader from the command line. What it prints is one object, what it returns
// says how it went.

const world = await openWorld();
let clerk: string;
beforeAll(async () => {
  clerk = (await world.actor("town", "莲花镇")).username;
});

function read(
  file: string,
  ...more: string[]
): Promise<{
  code: number;
  answer: Record<"would" | "asked" | "errors" | "notes", { [name: string]: unknown }[]>;
}> {
  const at = file.startsWith("H") ? join("lib/imports/samples", file) : file;
  const env = {
    ...process.env,
    DATABASE_URL: world.url,
    GUATU_TODAY: "2016-12-31",
    GUATU_MODE: "demonstration",
  };
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ["--no-warnings", "bin/guatu.ts", "read", at, "--as", clerk, "--month", "2016-12", ...more],
      { env },
      (error, stdout) =>
        resolve({
          code: error ? Number(error.code) : 0,
          answer: stdout === "" ? { would: [], asked: [], errors: [], notes: [] } : JSON.parse(stdout),
        }),
    ),
  );
}

test("says what a file would do, what it asks, what is wrong in it, and that it cannot be read; and writes nothing", async () => {
  const before = [
    (await world.db.select().from(auditEvents)).length,
    (await world.db.select().from(intakes)).length,
  ];
  const photo = join(tmpdir(), "guatu-no-sheet.pdf");
  writeFileSync(photo, "%PDF-1.7\n");
  const [right, asked, wrong, unread, pasted, nobody] = await Promise.all([
    read("H01-thousand-yuan-heading.xlsx", "--kind", "income"),
    read("H08-cumulative-only.xlsx"),
    read("H17-rows-longer-than-heading.csv"),
    read(photo),
    read("H34-paste-unit-in-heading.tsv", "--paste"),
    read("H01-thousand-yuan-heading.xlsx", "--as", "nobody"),
  ]);
  expect(right.code).toBe(0);
  expect(right.answer.would[0]).toEqual({
    village: "尾林",
    code: "350212105211",
    account: "501",
    amountFen: 1_250_000,
    was: null,
  });
  expect([right.answer.asked, right.answer.errors]).toEqual([[], []]);
  expect([asked.code, asked.answer.would, asked.answer.asked[0]]).toMatchObject([
    3,
    [],
    { where: "C", what: "C 列“经营收入(1-12月累计)”：这一列是 2016-12 当月的“501 经营收入”吗？" },
  ]);
  expect([wrong.code, wrong.answer.would, wrong.answer.errors[0]?.where]).toEqual([1, [], "2 尾林"]);
  expect([unread.code, unread.answer.errors.length]).toEqual([2, 1]);
  expect([pasted.code, pasted.answer.would.map(({ amountFen }) => amountFen)]).toEqual([
    0,
    [1_250_000, 10_000_000],
  ]);
  expect(nobody.code).toBe(2);
  expect([
    (await world.db.select().from(auditEvents)).length,
    (await world.db.select().from(intakes)).length,
  ]).toEqual(before);
});
