import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

// The project's own text, for the tests that hold its architecture.

export const root = resolve(import.meta.dirname, "../..");

/** The TypeScript files below `folder`, as paths from the root. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();

export const sourceOf = (file: string): string => readFileSync(join(root, file), "utf8");

/** A test, or what only tests use. */
export const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || file.startsWith("lib/testing/");

/** `path` from the root, or the package's name; `isType`: nothing of it is there at run time. */
export type Import = { names: string[]; path: string; isType: boolean };

/** What a file imports and passes on. */
export function importsOf(file: string): Import[] {
  const statements =
    /(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s+"([^"]+)"|import\(\s*"([^"]+)"|^import\s+"([^"]+)"/gm;
  return [...sourceOf(file).matchAll(statements)].map(([, type, clause = "", from, dynamic, bare]) => {
    const names = clause.split(/[{},]/).flatMap((name) => name.trim() || []);
    return {
      names: names.map((name) => name.replace(/^type /, "").replace(/ as .*/, "")),
      path: pathOf(file, from ?? dynamic ?? bare ?? ""),
      isType: Boolean(type) || (names.length > 0 && names.every((name) => name.startsWith("type "))),
    };
  });
}

function pathOf(file: string, from: string): string {
  if (from.startsWith("#")) return from.slice(1);
  if (from.startsWith(".")) return relative(root, resolve(root, dirname(file), from));
  return from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Where an import leads: `db`, `lib`, `app`, or the package's name. */
export const ringOf = ({ path }: Import): string => /^(db|lib|app)\//.exec(path)?.[1] ?? path;
