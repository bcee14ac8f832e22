import { basename } from "node:path";
import { is, Table } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as schema from "#db/schema/index.ts";
import { verbOfCommand } from "#lib/audit/define-command.ts";
import { exportsOfCommandFiles } from "#lib/testing/every-command.ts";
import { filesUnder, type Import, importsOf, isTest, ringOf, sourceOf } from "#lib/testing/source-files.ts";

// The rules of the house, each with its reason: a red line here says what to move where.

const db = filesUnder("db");
const lib = filesUnder("lib");
const app = filesUnder("app");
const sources = (files: string[]) => files.filter((file) => !isTest(file));
const offenders = (files: string[], offends: (found: Import, file: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((found) => offends(found, file))
      .map((found) => `${file} imports ${found.path}`),
  );
/** Of the schema its lists of names and its types: what a table is, nobody learns from them. */
const isList = ({ path, names, isType }: Import) =>
  path.startsWith("db/schema/") &&
  (isType || names.every((name) => !is((schema as Record<string, unknown>)[name], Table)));

/** Tables with markup of their own, each with its reason. */
const rawTables: Record<string, string> = {
  "app/(desk)/board/gantt/sections/gantt-schedule.tsx": "a drawing: its head is the axis, its cells are bars",
  "app/(desk)/income/sections/income-grid.tsx": "a form: cells are fields that keys and pasting move through",
  "app/verify/page.tsx": "lines of a paper as they were written: their columns are known from the text alone",
  "app/wall/scenes.tsx": "a wall's own look, drawn in the browser from figures that are sent as text",
};

describe("imports flow one way: app → lib → db", () => {
  test("db knows no domain and no web", () => {
    const outward = new Set(["lib", "app", "next", "react", "next-intl"]);
    expect(offenders(sources(db), (found) => outward.has(ringOf(found)))).toEqual([]);
  });
  test("lib knows no web", () => {
    const web = new Set(["app", "next", "react", "react-dom", "next-intl", "recharts"]);
    expect(offenders(lib, (found) => web.has(ringOf(found)))).toEqual([]);
  });
  test("app knows no SQL: only the server's opener touches a database, and of the schema only its lists of names are used", () => {
    const sql = (found: Import, file: string) =>
      file !== "app/_server/session/database.ts" &&
      (["drizzle-orm", "better-sqlite3", "pg"].includes(found.path) ||
        (ringOf(found) === "db" && !isList(found)));
    expect(offenders(sources(app), sql)).toEqual([]);
  });
  test("cookies, headers and revalidation are touched in app/_server alone", () => {
    const outside = app.filter((file) => !file.startsWith("app/_server/"));
    const web = /from "next\/(headers|cache)"/;
    expect(outside.filter((file) => web.test(sourceOf(file)))).toEqual([]);
  });
  test("links are fetched when they are followed: app/_ui/link.tsx, not next/link, which asks for each that scrolls into view", () => {
    const own = ["app/(desk)/_shell/nav-link.tsx"];
    expect(app.filter((file) => !own.includes(file) && /from "next\/link"/.test(sourceOf(file)))).toEqual([]);
  });
  test("the environment is read in lib/core/env.ts, and in db/columns.ts, which must know the engine when it is imported", () => {
    const readers = sources([...db, ...lib, ...app]).filter((file) => /process\.env/.test(sourceOf(file)));
    expect(readers.toSorted()).toEqual(["db/columns.ts", "lib/core/env.ts"]);
  });
  test("what runs in a browser brings no zod and no database along", () => {
    const client = app.filter((file) => /^"use client"/.test(sourceOf(file)));
    expect(offenders(client, (found) => ["zod", "drizzle-orm", "db"].includes(ringOf(found)))).toEqual([]);
  });
  test("tables are drawn by app/_ui/table.tsx, whose markup is in live-table.tsx, for scripts too", () => {
    const drawn = sources(app).filter((file) => /<table\s|<table>$/m.test(sourceOf(file)));
    expect(drawn.filter((file) => !(file in rawTables))).toEqual(["app/_ui/live-table.tsx"]);
    expect(Object.keys(rawTables).filter((file) => !drawn.includes(file))).toEqual([]);
  });
  test("app/_ui knows no domain, only lib/core", () => {
    const ui = sources(app).filter((file) => file.startsWith("app/_ui/"));
    const domain = ({ path }: Import) =>
      /^(db|lib)\//.test(path) ? !path.startsWith("lib/core/") : /^app\/(_parts|\()/.test(path);
    expect(offenders(ui, domain)).toEqual([]);
  });
});

/** What may stand in a folder of the domain, and what each may import of lib (docs/ARCHITECTURE.md). */
const kinds = ["rules", "queries", "store", "commands"] as const;
/** Folders that are no domain, so that their files need no kinds. */
const flat = ["core", "access", "spreadsheets", "views", "upgrade", "demo", "testing"];
/** Each exception with its reason. */
const exceptions: Record<string, string> = {
  "imports/forms": "a kind of sheet: its columns, how a cell is judged, and the command that takes a row",
  "exports/formats": "how a file is written, cell by cell; they read nothing",
  "paper/formats": "how a sheet is drawn, line by line; they read nothing",
  "audit/define-command.ts": "what every command is made by",
  "exports/leaving.ts": "a file that leaves while it is read: each of its events is a command",
  "backup/schedule.ts": "a job: it calls a command when the clock says so",
  "architecture.test.ts": "this",
  "messages.test.ts": "of messages/, which holds nothing but words",
};
const domain = sources(lib).filter((file) => !flat.includes(file.split("/")[1] ?? ""));
const kindOf = (path: string) => /^lib\/[\w-]+\/([\w-]+)\//.exec(path)?.[1];
const ofKind = (kind: string) => domain.filter((file) => kindOf(file) === kind);

describe("a folder says what is in it", () => {
  test("a domain folder holds input.ts, rules, queries, store and commands, and nothing else", () => {
    const isPlaced = (file: string) => {
      const [, ...path] = file.split("/");
      const kind = kindOf(file);
      return (
        kinds.some((each) => each === kind) ||
        /^([\w-]+-)?input\.ts$/.test(path.slice(1).join("/")) ||
        path.join("/") in exceptions ||
        path.slice(0, 2).join("/") in exceptions
      );
    };
    expect(domain.filter((file) => !isPlaced(file))).toEqual([]);
  });
  test("rules are pure: they know no database and no context, and call nothing that does", () => {
    const impure = (found: Import) =>
      ["drizzle-orm", "lib/core/context.ts"].includes(found.path) ||
      (ringOf(found) === "db" && !found.isType && !isList(found)) ||
      (["queries", "store", "commands"].includes(kindOf(found.path) ?? "") && !found.isType);
    expect(offenders(ofKind("rules"), impure)).toEqual([]);
  });
  test("queries only read: they call no command", () => {
    expect(offenders(ofKind("queries"), ({ path }) => kindOf(path) === "commands")).toEqual([]);
  });
  test("the store is what commands are made of: it calls none", () => {
    expect(offenders(ofKind("store"), ({ path }) => kindOf(path) === "commands")).toEqual([]);
  });
  test("formats write and read nothing: they are given what they show", () => {
    const reads = (found: Import) =>
      (ringOf(found) === "db" && !found.isType && !isList(found)) ||
      (["queries", "store", "commands"].includes(kindOf(found.path) ?? "") && !found.isType);
    expect(offenders(ofKind("formats"), reads)).toEqual([]);
  });
  test("input knows the form alone", () => {
    const inputs = domain.filter((file) => /^lib\/[\w-]+\/([\w-]+-)?input\.ts$/.test(file));
    const beyond = (found: Import) =>
      (ringOf(found) === "db" && !isList(found)) || ["store", "commands"].includes(kindOf(found.path) ?? "");
    expect(offenders(inputs, beyond)).toEqual([]);
  });
  test("no folders of lib form a circle, by types neither", () => {
    const imports = new Map<string, Set<string>>();
    for (const file of sources(lib)) {
      const from = file.split("/")[1] ?? "";
      for (const { path } of importsOf(file)) {
        const to = path.startsWith("lib/") ? (path.split("/")[1] ?? "") : from;
        if (to !== from) imports.set(from, (imports.get(from) ?? new Set()).add(to));
      }
    }
    expect(circlesIn(imports)).toEqual([]);
  });
});

/** The ways that lead back to where they began, each as `a → b → a`. */
function circlesIn(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const walk = (folder: string, way: string[]): string[] => {
    const met = way.indexOf(folder);
    if (met >= 0) return [[...way.slice(met), folder].join(" → ")];
    if (done.has(folder)) return [];
    const found = [...(imports.get(folder) ?? [])].flatMap((next) => walk(next, [...way, folder]));
    done.add(folder);
    return found;
  };
  return [...imports.keys()].flatMap((folder) => walk(folder, []));
}

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
  test("no two files of lib and app have one name", () => {
    const stem = (file: string) => basename(file).replace(/(\.test)?\.tsx?$/, "");
    const inLib = new Set(sources(lib).map(stem));
    expect(sources(app).filter((file) => inLib.has(stem(file)))).toEqual([]);
  });
  test("queries are awaited, never run in SQLite's own way, which PostgreSQL does not have", () => {
    expect(sources(lib).filter((file) => /\)\s*\.(all|get|run)\(\)/.test(sourceOf(file)))).toEqual([]);
  });
});

describe("commands are what defineCommand makes", () => {
  test("a commands folder exports nothing else, but for types", async () => {
    const found = await exportsOfCommandFiles();
    expect(found.length).toBeGreaterThan(50);
    expect(
      found.filter(({ value }) => !verbOfCommand(value)).map(({ file, name }) => `${file} ${name}`),
    ).toEqual([]);
  });
});
