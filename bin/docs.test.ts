import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

// What the documents name is there: a reader who follows a path or types a command finds it. docs/decisions is
// history, which stays as it was written: files have moved since, so only its links and commands are looked at.

const documents = [...readdirSync("."), ...globSync("docs/**/*.md")].filter((name) => name.endsWith(".md"));
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

type Named = { what: string; line: number };
const linesOf = (text: string) => text.split("\n").map((words, at) => ({ words, line: at + 1 }));
const found = (text: string, pattern: RegExp): Named[] =>
  linesOf(text).flatMap(({ words, line }) =>
    [...words.matchAll(pattern)].map((match) => ({ what: match[1] ?? "", line })),
  );

/** `](docs/proofs.md)`: where links within the repository lead, without the place in the page. */
const linksIn = (text: string): Named[] => found(text, /\]\((?![a-z]+:|#)([^)\s#]+)/g);
const scriptsIn = (text: string): Named[] => found(text, /\bnpm run ([\w:-]+)/g);

const folder = /^(?:app|lib|db|bin|e2e|bench|docs|public|messages|proof|deploy|\.ci|\.github|\.githooks)\//;
const rootFile =
  /^(?:[A-Z][\w.-]+\.md|LICENSE|\.env\.example|\.editorconfig|[a-z-]+\.json|[a-z-]+\.config\.m?[jt]s)$/;
const looksLikePath = (word: string) => folder.test(word) || rootFile.test(word);

/** What looks like a path of the repository: in backticks with its brackets (`app/(desk)/page.tsx`), or plain. */
function pathsIn(text: string): Named[] {
  return linesOf(text).flatMap(({ words, line }) => {
    const quoted = [...words.matchAll(/`([^`]+)`/g)].flatMap(([, inside = ""]) => inside.split(/\s+/));
    const plain = words
      .replaceAll(/`[^`]*`|\]\([^)]*\)|https?:\S+/g, " ")
      .split(/[\s()[\],;|"“”，。；：、（）]+/);
    return [...quoted, ...plain]
      .map((word) => word.replace(/(?::\d+)?[.:,]*$/, "")) // a sentence's end, or `lib/money.ts:12`
      .filter((word) => looksLikePath(word) && !/[<…]|NNNN/.test(word)) // a pattern for a reader, not a path
      .map((what) => ({ what, line }));
  });
}
const isThere = (path: string) => existsSync(path) || (/[*{]/.test(path) && globSync(path).length > 0);
const missing = (document: string, named: (text: string) => Named[], isThere: (what: string) => boolean) =>
  named(readFileSync(document, "utf8"))
    .filter(({ what }) => !isThere(what))
    .map(({ what, line }) => `${document}:${line} ${what}`);

test.each(documents)("the links of %s lead somewhere, and its commands are scripts", (document) => {
  expect(missing(document, linksIn, (link) => isThere(normalize(join(dirname(document), link))))).toEqual([]);
  expect(missing(document, scriptsIn, (script) => Object.hasOwn(scripts, script))).toEqual([]);
});

test.each(documents.filter((name) => !name.startsWith("docs/decisions/")))(
  "the files that %s names exist",
  (document) => {
    expect(missing(document, pathsIn, isThere)).toEqual([]);
  },
);

test("a path is recognised however it is written, and what is none is not", () => {
  const whats = (text: string) => pathsIn(text).map(({ what }) => what);
  expect(
    whats("`node bin/gone.mjs FILE.csv`, lib/gone.ts:12. And `app/(desk)/[id]/page.tsx`; | db/gone |"),
  ).toEqual(["bin/gone.mjs", "app/(desk)/[id]/page.tsx", "lib/gone.ts", "db/gone"]);
  expect(whats("`GONE.md` and `gone.config.ts`")).toEqual(["GONE.md", "gone.config.ts"]);
  expect(
    whats(
      "app → lib → db, /board, data/backups, wall.pdf, `docs/decisions/NNNN-…`, https://example.org/lib/x",
    ),
  ).toEqual([]);
  expect(
    linksIn("[a](docs/gone.md#part) [b](https://example.org) [c](#here)").map(({ what }) => what),
  ).toEqual(["docs/gone.md"]);
  expect(scriptsIn("`npm run gone -- --fast`")).toEqual([{ what: "gone", line: 1 }]);
});
