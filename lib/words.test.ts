import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { filesUnder, isTest, sourceOf } from "./testing/source-files.ts";

// One word, one meaning (docs/GLOSSARY.md): what a name is made of is English of the trade, or a word that the
// glossary explains.

const glossary = readFileSync("docs/GLOSSARY.md", "utf8");
const [explained = "", retired = ""] = glossary.split("## Words that stand in no name");
const quoted = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].flatMap(([, words = ""]) => wordsIn(words));
const terms = new Set(quoted(explained, /\*\*([^*]+)\*\*/g));
const banned = new Set(quoted(retired, /`(\w+)`/g));
const english = new Set(readFileSync("lib/testing/english.txt", "utf8").split(/\s+/));

/** The words of a name: `incomeByMonth` and `income-by-month.ts` are three. */
function wordsIn(name: string): string[] {
  const words = name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.map((word) => word.toLowerCase());
}
const exportsOf = (file: string) =>
  [
    ...sourceOf(file).matchAll(
      /^export (?:default )?(?:async )?(?:function\*?|const|type|class|interface) (\w+)/gm,
    ),
  ].map(([, name = ""]) => name);

const sources = ["db", "lib", "app", "bin"].flatMap(filesUnder).filter((file) => !isTest(file));
const namesWith = (files: string[], offends: (word: string) => boolean) =>
  files.flatMap((file) =>
    exportsOf(file)
      .filter((name) => wordsIn(name).some(offends))
      .map((name) => `${file} ${name}`),
  );

test("no exported name has a word that only this house understood", () => {
  expect(banned.size).toBeGreaterThan(20);
  expect(namesWith(sources, (word) => banned.has(word))).toEqual([]);
});

test("no file name has one either", () => {
  expect(sources.filter((file) => wordsIn(basename(file)).some((word) => banned.has(word)))).toEqual([]);
});

test("every word of lib's exported names is English of the trade or in the glossary", () => {
  const lib = sources.filter((file) => file.startsWith("lib/"));
  expect(namesWith(lib, (word) => !english.has(word) && !terms.has(word))).toEqual([]);
});

test("what the glossary explains or retires is not passed off as plain English", () => {
  expect([...english].filter((word) => banned.has(word))).toEqual([]);
  expect(terms.size).toBeGreaterThan(100);
});
