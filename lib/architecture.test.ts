import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { is, Table } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as schema from "#db/schema/index.ts";
import { happenings, policy } from "#lib/access/policy.ts";

// The rules of the house, each with its reason: a red line here says what to move where.

const root = resolve(import.meta.dirname, "..");
const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
const sourceOf = (file: string) => readFileSync(join(root, file), "utf8");
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.startsWith("lib/testing/");

type Import = { names: string[]; from: string };
function importsOf(file: string): Import[] {
  const found: Import[] = [];
  for (const match of sourceOf(file).matchAll(
    /(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s+"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/gm,
  )) {
    const [, , clause = "", from, dynamic, bare] = match;
    const names = [...clause.matchAll(/[\w$]+/g)].map(([name]) => name);
    found.push({ names, from: from ?? dynamic ?? bare ?? "" });
  }
  return found;
}
/** Where an import leads: `db`, `lib`, `app`, or the package's name. */
function ringOf(file: string, from: string): string {
  if (from.startsWith("#")) return from.slice(1).split("/")[0] ?? "";
  if (from.startsWith(".")) return relative(root, resolve(root, dirname(file), from)).split("/")[0] ?? "";
  return from.startsWith("@") ? from.split("/").slice(0, 2).join("/") : (from.split("/")[0] ?? "");
}

const db = filesUnder("db");
const lib = filesUnder("lib");
const app = filesUnder("app");
const offenders = (files: string[], offends: (file: string, found: Import) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((found) => offends(file, found))
      .map((found) => `${file} imports ${found.from}`),
  );

describe("imports flow one way: app → lib → db", () => {
  test("db knows no domain and no web", () => {
    const outward = new Set(["lib", "app", "next", "react", "next-intl"]);
    expect(
      offenders(
        db.filter((file) => !isTest(file)),
        (file, { from }) => outward.has(ringOf(file, from)),
      ),
    ).toEqual([]);
  });
  test("lib knows no web", () => {
    const web = new Set(["app", "next", "react", "react-dom", "next-intl", "recharts"]);
    expect(offenders(lib, (file, { from }) => web.has(ringOf(file, from)))).toEqual([]);
  });
  test("app knows no SQL: only the server's opener touches a database, and of the schema only its lists of names are used", () => {
    const lists = (names: string[]) =>
      names.every((name) => !is((schema as Record<string, unknown>)[name], Table));
    const sql = (file: string, { from, names }: Import) => {
      if (file === "app/_server/session/database.ts") return false;
      const ring = ringOf(file, from);
      return (
        ring === "drizzle-orm" ||
        ring === "better-sqlite3" ||
        ring === "pg" ||
        (ring === "db" && !(from.startsWith("#db/schema/") && lists(names)))
      );
    };
    expect(
      offenders(
        app.filter((file) => !isTest(file)),
        sql,
      ),
    ).toEqual([]);
  });
  test("cookies, headers and revalidation are touched in app/_server alone", () => {
    const outside = app.filter((file) => !file.startsWith("app/_server/"));
    expect(offenders(outside, (_, { from }) => from === "next/headers" || from === "next/cache")).toEqual([]);
  });
  test("links are fetched when they are followed: app/_components/link.tsx, not next/link, which asks for each that scrolls into view", () => {
    const own = ["app/(desk)/_shell/nav-link.tsx"];
    expect(
      offenders(
        app.filter((file) => !own.includes(file)),
        (_, { from }) => from === "next/link",
      ),
    ).toEqual([]);
  });
  test("the environment is read in lib/env.ts, and in db/columns.ts, which must know the engine when it is imported", () => {
    const readers = [...db, ...lib, ...app].filter(
      (file) => !isTest(file) && /process\.env/.test(sourceOf(file)),
    );
    expect(readers.toSorted()).toEqual(["db/columns.ts", "lib/core/env.ts"]);
  });
  test("what runs in a browser brings no zod and no database along", () => {
    const client = app.filter((file) => /^"use client"/.test(sourceOf(file)));
    expect(
      offenders(client, (file, { from }) => ["zod", "drizzle-orm", "db"].includes(ringOf(file, from))),
    ).toEqual([]);
  });
});

describe("few kinds of files, each with an obvious name", () => {
  test("no drawers: a file is named for its idea", () => {
    const drawer = /(^|\/)(utils?|helpers?|types|constants|misc|common|services?)(\/|\.tsx?$)/;
    expect([...db, ...lib, ...app].filter((file) => drawer.test(file))).toEqual([]);
  });
  test("no barrels: only Drizzle needs an index", () => {
    expect([...db, ...lib, ...app].filter((file) => /\/index\.tsx?$/.test(file))).toEqual([
      "db/schema/index.ts",
    ]);
  });
  test("queries are awaited, never run in SQLite's own way, which PostgreSQL does not have", () => {
    expect(lib.filter((file) => !isTest(file) && /\)\s*\.(all|get|run)\(\)/.test(sourceOf(file)))).toEqual(
      [],
    );
  });
});

/** The exported functions of a file with their text, and the file's other functions for following calls. */
function functionsOf(file: string) {
  const text = sourceOf(file);
  const starts = [
    ...text.matchAll(
      /^(export )?(?:async )?function\*? (\w+)|^(export )?const (\w+) = (?:async )?(?:<[^>]*>)?\(/gm,
    ),
  ];
  return starts.map((match, index) => ({
    name: match[2] ?? match[4] ?? "",
    exported: Boolean(match[1] ?? match[3]),
    body: text.slice(match.index, starts[index + 1]?.index ?? text.length),
  }));
}

describe("every command authorizes and audits", () => {
  const commandFiles = lib.filter((file) => /(^|\/)(commands|[\w-]+-commands)\.ts$/.test(file));
  const everything = new Map(
    lib
      .filter((file) => !isTest(file))
      .flatMap((file) => functionsOf(file).map((each) => [each.name, each.body] as const)),
  );
  /** The text of a command with that of the functions of lib that it calls. */
  const withCallees = (body: string, seen = new Set<string>()): string => {
    let text = body;
    for (const [, name = ""] of body.matchAll(/\b(\w+)\(/g)) {
      const callee = everything.get(name);
      if (!callee || seen.has(name)) continue;
      seen.add(name);
      text += withCallees(callee, seen);
    }
    return text;
  };
  const commands = commandFiles.flatMap((file) =>
    functionsOf(file)
      .filter((each) => each.exported)
      .map((each) => ({ file, ...each })),
  );

  test("there are commands to look at", () => {
    expect(commands.length).toBeGreaterThan(5);
  });
  test.each(commands.map((command) => [`${command.file} ${command.name}`, command.body] as const))(
    "%s",
    (_, body) => {
      const text = withCallees(body);
      expect(text, "a command asks authorize(…) about the row it loaded").toMatch(/\bauthorize\(/);
      expect(text, "a command remembers itself by record(…) in its own transaction").toMatch(/\brecord\(/);
    },
  );
});

describe("both languages always", () => {
  type Words = { [key: string]: string | Words };
  const read = (locale: string) => JSON.parse(sourceOf(`messages/${locale}.json`)) as Words;
  const flat = (words: Words, path = ""): [string, string][] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
    );
  const chinese = new Map(flat(read("zh-CN")));
  const english = new Map(flat(read("en")));
  /** The arguments of a message, not the words of a plural's or a choice's branches. */
  const holes = (text: string) => {
    let depth = 0;
    const names = new Set<string>();
    for (const [at, sign] of [...text].entries()) {
      if (sign === "{" && depth++ === 0) names.add(/^\w*/.exec([...text].slice(at + 1).join(""))?.[0] ?? "");
      if (sign === "}") depth--;
    }
    return [...names].toSorted().join();
  };

  test("the languages have the same keys", () => {
    expect([...chinese.keys()].filter((key) => !english.has(key))).toEqual([]);
    expect([...english.keys()].filter((key) => !chinese.has(key))).toEqual([]);
  });
  test("a message takes the same values in both", () => {
    expect(
      [...chinese].filter(([key, text]) => holes(text) !== holes(english.get(key) ?? "")).map(([key]) => key),
    ).toEqual([]);
  });
  test("no message is empty, and no English one is Chinese", () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
    expect(
      [...english]
        .filter(([key, text]) => /[\u4e00-\u9fff]/.test(text) && !englishMayQuote.has(key))
        .map(([key]) => key),
    ).toEqual([]);
  });
  test("every permission and happening has a name that the trail can show", () => {
    expect([...Object.keys(policy), ...happenings].filter((verb) => !chinese.has(`verb.${verb}`))).toEqual(
      [],
    );
  });
});

/** English messages that must quote Chinese, because what they speak of is written so. */
const englishMayQuote = new Set<string>([]);
