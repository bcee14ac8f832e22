const blank = /[ \t\n\r]*/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** How far `pattern` reaches from `at`; `at` itself where it does not fit. */
function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The end of the string that begins at `at`, or the place of what no string may hold. */
function pastString(text: string, at: number): { at: number; closed: boolean } {
  for (let here = at + 1; here < text.length; ) {
    const sign = text[here] as string;
    if (sign === '"') return { at: here + 1, closed: true };
    if (sign < " ") return { at: here, closed: false };
    const next = sign === "\\" ? past(escaped, text, here) : here + 1;
    if (next === here) return { at: here, closed: false };
    here = next;
  }
  return { at: text.length, closed: false };
}

/**
 * Where a text stops being JSON: an index into it, its length where it ends too early. What the engine itself
 * says of it names a place only sometimes.
 */
export function jsonBreak(text: string): number {
  const open: ("}" | "]")[] = [];
  let expects = "value" as "value" | "first" | "name" | "firstName" | "colon" | "next";
  for (let at = past(blank, text, 0); at < text.length; at = past(blank, text, at)) {
    const sign = text[at] as string;
    const ends =
      (expects === "next" || expects === "first" || expects === "firstName") &&
      open.length > 0 &&
      sign === open.at(-1);
    if (ends) {
      open.pop();
      at++;
      expects = "next";
    } else if (expects === "next") {
      if (sign !== "," || open.length === 0) return at;
      at++;
      expects = open.at(-1) === "}" ? "name" : "value";
    } else if (expects === "colon") {
      if (sign !== ":") return at;
      at++;
      expects = "value";
    } else if (sign === '"') {
      const end = pastString(text, at);
      if (!end.closed) return end.at;
      at = end.at;
      expects = expects === "name" || expects === "firstName" ? "colon" : "next";
    } else if (expects === "name" || expects === "firstName") {
      return at;
    } else if (sign === "{" || sign === "[") {
      open.push(sign === "{" ? "}" : "]");
      at++;
      expects = sign === "{" ? "firstName" : "first";
    } else {
      const end = past(scalar, text, at);
      if (end === at) return at;
      at = end;
      expects = "next";
    }
  }
  return text.length;
}

/** Line and column of an index, from 1. */
export function lineAndColumn(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
