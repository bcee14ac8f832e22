import { describe, expect, test } from "vitest";
import { happenings, policy } from "#lib/access/policy.ts";
import { sourceOf } from "#lib/testing/source-files.ts";

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
