// Which messages the sources reach: by their whole key, by what stands under a namespace that the file asks
// for, and by keys that are composed, through the texts around their holes.

/** A quoted text; a template's holes as they stand in it. */
const literals = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g;

/** Template literals, each as the texts between its holes: `done.${done}` → ["done.", ""]. */
function templatesIn(source: string): string[][] {
  const found: string[][] = [];
  const open: { texts: string[]; depth: number }[] = [];
  let isText = false;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at] as string;
    const inner = open.at(-1);
    if (isText && inner) {
      const texts = inner.texts;
      if (sign === "\\") at++;
      else if (sign === "`") {
        found.push(texts);
        open.pop();
        isText = false;
      } else if (sign === "$" && source[at + 1] === "{") {
        texts.push("");
        isText = false;
        inner.depth = 1;
        at++;
      } else texts[texts.length - 1] += sign;
    } else if (sign === "`") {
      open.push({ texts: [""], depth: 0 });
      isText = true;
    } else if (inner && sign === "{") inner.depth++;
    else if (inner && sign === "}" && --inner.depth === 0) isText = true;
  }
  return found.filter((texts) => texts.length > 1 && texts.every((text) => /^[\w.]*$/.test(text)));
}

/** Codes that stand in the sources by themselves: a hole there says nothing of which of them are used. */
const codes = ["refused", "invalid", "done", "verb"];

const namespacesIn = (source: string): string[] => [
  "",
  ...[
    ...source.matchAll(/(?:get|use)Translations\(\s*"([\w.]+)"/g),
    ...source.matchAll(/KeyIn<"([\w.]+)">/g),
  ].map(([, name]) => `${name}.`),
];

/** What the sources reach, of `keys`. */
export function usedMessages(sources: readonly string[], keys: readonly string[]): Set<string> {
  const known = new Set(keys);
  const used = new Set<string>();
  const under = Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf(".") + 1));
  const patterns = new Set<string>();
  const use = (key: string) => known.has(key) && used.add(key);
  for (const source of sources) {
    const places = [...namespacesIn(source), ...codes.map((code) => `${code}.`)];
    for (const [, double, single] of source.matchAll(literals)) {
      const text = double ?? single ?? "";
      for (const place of places) use(place + text);
      // A list whose words stand there: `words: "funding.stage"`, `wordIn(words, "role", …)`.
      if (/^\w+(\.\w+)+$/.test(text))
        for (const key of under.get(`${text}.`) ?? []) listed(source, text, key);
    }
    for (const [, code] of source.matchAll(/[?&]done=(\w+)/g)) use(`done.${code}`);
    for (const [, list] of source.matchAll(/wordIn\(\s*\w+,\s*`([^`]+)`/g))
      patterns.add(`${list?.replace(/\$\{[^}]*\}/g, "${}")}.\${}`);
    for (const [first = "", ...rest] of templatesIn(source)) {
      const composed = namespacesIn(source).map((place) => place + first);
      // A refusal of a family, e.g. `income.${problem}`, stands under its code's namespace.
      if (first.includes(".")) composed.push(`refused.${first}`);
      for (const start of composed)
        if (!codes.some((code) => start === `${code}.`)) patterns.add([start, ...rest].join("${}"));
    }
  }
  for (const pattern of patterns) {
    const texts = pattern.split("${}");
    // Nothing but holes says nothing of which key it is.
    if (!/\w/.test(texts[0] as string) && !/\w\w/.test(texts.slice(1).join(""))) continue;
    const matches = new RegExp(`^${texts.map((text) => text.replaceAll(".", "\\.")).join("[^.]+")}$`);
    for (const key of keys) if (matches.test(key)) used.add(key);
  }
  return used;

  function listed(source: string, list: string, key: string) {
    if (!source.includes(`Translations("${list}")`)) used.add(key);
  }
}
