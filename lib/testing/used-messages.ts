// Which messages the sources reach: by the whole key, by what stands under a namespace that the file asks
// for, and by keys that are composed, through the texts around their holes.

/** Codes that stand in the sources by themselves: a hole after them says nothing of which of them are used. */
const codes = ["refused", "invalid", "done", "verb"];
const hole = "*";
const quoted = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g;

/**
 * Template literals that may be keys, their holes as `*`: `done.${done}` is "done.*". A template within
 * another's hole is one of its own.
 */
function templatesIn(source: string): string[] {
  const found: string[] = [];
  const open: { text: string; depth: number }[] = [];
  let isText = false;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at] as string;
    const inner = open.at(-1);
    if (!isText || !inner) {
      if (sign === "`") isText = open.push({ text: "", depth: 0 }) > 0;
      else if (inner && sign === "{") inner.depth++;
      else if (inner && sign === "}") isText = --inner.depth === 0;
    } else if (sign === "`") {
      found.push(inner.text);
      open.pop();
      isText = false;
    } else if (sign === "$" && source[at + 1] === "{") {
      inner.text += hole;
      inner.depth = 1;
      isText = false;
      at++;
    } else inner.text += sign;
  }
  return found.filter((text) => text.includes(hole) && /^[\w.*]*$/.test(text));
}

/** Under what a file asks for messages: nothing for whole keys, and its namespaces. */
const placesIn = (source: string): string[] => [
  "",
  ...[...source.matchAll(/(?:Translations\(\s*|KeyIn<)"([\w.]+)"/g)].map(([, name]) => `${name}.`),
];

/** Namespaces all of whose words a file may say: `words: "funding.stage"`, a list of lists. */
const listsIn = (source: string): string[] =>
  [...source.matchAll(/"(\w+(?:\.\w+)+)"/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !source.includes(`Translations("${name}")`));

/** The keys that a file composes, by their patterns. */
function patternsIn(source: string): string[] {
  const lists = [...source.matchAll(/wordIn\(\s*\w+,\s*`([^`]+)`/g)].map(
    ([, list = ""]) => `${list.replace(/\$\{[^}]*\}/g, hole)}.${hole}`,
  );
  const composed = templatesIn(source).flatMap((text) => [
    ...placesIn(source).map((place) => place + text),
    // A refusal of a family, `income.${problem}`, is called without its namespace.
    ...(/^\w+\./.test(text) ? [`refused.${text}`] : []),
  ]);
  return [...lists, ...composed].filter((pattern) => !codes.some((code) => pattern === `${code}.${hole}`));
}

/** What `sources` reach, of `keys`. */
export function usedMessages(sources: readonly string[], keys: readonly string[]): Set<string> {
  const known = new Set(keys);
  const under = Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf(".")));
  const tops = new Set(keys.map((key) => key.split(".")[0] ?? ""));
  const used = new Set<string>();
  const use = (key: string) => known.has(key) && used.add(key);
  for (const source of sources) {
    const places = [...placesIn(source), ...codes.map((code) => `${code}.`)];
    for (const [, double, single] of source.matchAll(quoted))
      for (const place of places) use(place + (double ?? single ?? ""));
    for (const list of listsIn(source)) for (const key of under.get(list) ?? []) used.add(key);
    for (const [, code] of source.matchAll(/[?&]done=(\w+)/g)) use(`done.${code}`);
  }
  const patterns = new Set(sources.flatMap(patternsIn));
  for (const pattern of patterns) {
    // What begins with a hole may be anything: of such keys the namespace is what the file asks for.
    if (!tops.has(/^\w+(?=\.)/.exec(pattern)?.[0] ?? "")) continue;
    const matches = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(hole, "[^.]+")}$`);
    for (const key of keys) if (matches.test(key)) used.add(key);
  }
  return used;
}
