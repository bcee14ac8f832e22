import { Refused } from "#lib/core/errors.ts";

/** A tag of an XML text: its name without prefix, and what stands between name and >. */
export type Tag = { name: string; inside: string; from: number; to: number };

/**
 * The tags of these names, in order, from one pass: text that is no tag and tags of other names cost next to
 * nothing.
 */
export function* tagsIn(xml: string, ...names: string[]): Generator<Tag> {
  for (const match of xml.matchAll(new RegExp(`<(?:[^\\s<>:/]*:)?(${names.join("|")})(?=[\\s/>])`, "g"))) {
    const after = match.index + match[0].length;
    const inside = insideOf(xml, after);
    yield { name: match[1] ?? "", inside, from: match.index, to: after + inside.length + 1 };
  }
}

/** The rest of a tag from behind its name to its >, which is none within quotes. */
export function insideOf(xml: string, from: number): string {
  let quote = 0;
  for (let at = from; at < xml.length; at++) {
    const sign = xml.charCodeAt(at);
    if (quote !== 0) quote = sign === quote ? 0 : quote;
    else if (sign === 34 || sign === 39) quote = sign;
    else if (sign === 62) return xml.slice(from, at);
  }
  throw new Refused("sheets.damaged");
}

const attributePatterns = new Map<string, RegExp>();
function patternOf(attribute: string): RegExp {
  const known = attributePatterns.get(attribute);
  if (known) return known;
  const made = new RegExp(
    `(?:^|[\\s"'])(?:[^\\s<>:=/"']*:)?${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`,
    "g",
  );
  attributePatterns.set(attribute, made);
  return made;
}

/**
 * Every value that a tag gives to an attribute, prefix or not: a parser may take the first or the last of
 * them.
 */
export const valuesOf = (inside: string, attribute: string): string[] =>
  [...inside.matchAll(patternOf(attribute))].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
