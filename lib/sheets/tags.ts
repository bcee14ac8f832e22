import { Refused } from "../errors.ts";

/** A tag of an XML text: its name without prefix, and what stands between name and >. */
export type Tag = { name: string; inside: string; from: number; to: number };

/** The tags of these names, in order, from one pass: text that is no tag and tags of other names cost next to nothing. */
export function* tagsIn(xml: string, ...names: string[]): Generator<Tag> {
  for (const match of xml.matchAll(new RegExp(`<(?:[^\\s<>:/]*:)?(${names.join("|")})(?=[\\s/>])`, "g"))) {
    const after = match.index + match[0].length;
    const to = tagEnd(xml, after);
    yield { name: match[1] ?? "", inside: xml.slice(after, to), from: match.index, to: to + 1 };
  }
}

/** A > within quotes ends no tag. */
function tagEnd(xml: string, from: number): number {
  let quote = 0;
  for (let at = from; at < xml.length; at++) {
    const sign = xml.charCodeAt(at);
    if (quote !== 0) quote = sign === quote ? 0 : quote;
    else if (sign === 34 || sign === 39) quote = sign;
    else if (sign === 62) return at;
  }
  throw new Refused("sheets.damaged");
}

const attributePatterns = new Map<string, RegExp>();
function patternOf(attribute: string): RegExp {
  const known = attributePatterns.get(attribute);
  if (known) return known;
  const made = new RegExp(`(?:^|[\\s"'])(?:[^\\s<>:=/"']*:)?${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "g");
  attributePatterns.set(attribute, made);
  return made;
}

/** Every value that a tag gives to an attribute, prefix or not: a parser may take the first or the last of them. */
export const valuesOf = ({ inside }: Tag, attribute: string): string[] =>
  [...inside.matchAll(patternOf(attribute))].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
