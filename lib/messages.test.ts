import { describe, expect, test } from "vitest";
import { happenings, policy } from "#lib/access/policy.ts";
import { filesUnder, isTest, sourceOf } from "#lib/testing/source-files.ts";
import { usedMessages } from "#lib/testing/used-messages.ts";

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
  test("every message is said somewhere: one that no source reaches is dead", () => {
    const sources = ["app", "lib", "bin"].flatMap(filesUnder).filter((file) => !isTest(file));
    const used = usedMessages(sources.map(sourceOf), [...chinese.keys()]);
    const isRecorded = (key: string) => Object.keys(fromRecords).some((start) => key.startsWith(start));
    expect([...chinese.keys()].filter((key) => !used.has(key) && !isRecorded(key))).toEqual([]);
  });
  test("what a page is told to say when it is done has its words", () => {
    const told = filesUnder("app").flatMap((file) =>
      [...sourceOf(file).matchAll(/[?&]done=(\w+)/g)].map(([, code]) => `done.${code}`),
    );
    expect(told.filter((key) => !chinese.has(key))).toEqual([]);
  });
  test("what a form's schema says is wrong has its words", () => {
    const said = filesUnder("lib")
      .filter((file) => /(^|[-/])input\.ts$|core\/fields\.ts$/.test(file))
      .flatMap((file) =>
        [
          ...sourceOf(file).matchAll(/(?:message|error): "(\w+)"|\.(?:min|max|int|regex)\([^()]*?"(\w+)"\)/g),
        ].map(([, message, check]) => `invalid.${message ?? check}`),
      );
    const ofForms = said.filter((key) => !ofAddresses.has(key) && !chinese.has(key));
    expect([...new Set(ofForms)]).toEqual([]);
  });
  test("every permission and happening has a name that the trail can show", () => {
    expect([...Object.keys(policy), ...happenings].filter((verb) => !chinese.has(`verb.${verb}`))).toEqual(
      [],
    );
  });
});

/** English messages that must quote Chinese, because what they speak of is written so. */
const englishMayQuote = new Set<string>([]);

/** Messages whose whole key is known to the records alone, each with the reason. */
const fromRecords: Record<string, string> = {
  "funding.field.over.": "a field within a field, as the trail of a posting has it: over.limitFen",
};

/** What is wrong with a parameter of an address: a machine is told the code, and no form shows it. */
const ofAddresses = new Set(["invalid.notAYear", "invalid.outOfRange"]);
