import type { Translate } from "#lib/core/columns.ts";
import { nameIn } from "#lib/divisions/rules/names.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import type { Why } from "#lib/projects/rules/lights.ts";
import type { Remedy } from "#lib/projects/rules/remedy.ts";

/** The sentence by which a light explains itself. */
export const whyInWords = (why: Why, words: Translate): string =>
  words(`project.why.${why.key}`, amountsIn(why.values, words("unit.yuan")));

/** 怎样转绿 in one line; `short` as the lists of the screen have it. Empty where there is nothing to do. */
export function remediesInWords(remedies: readonly Remedy[], words: Translate, short = false): string {
  const said = short ? remedies.filter(({ key }) => key !== "holdFunds") : remedies;
  if (said.length === 0) return "";
  const parts = said.map(({ key, values }) =>
    words(`project.${short ? "remedyShort" : "remedy"}.${key}`, amountsIn(values, words("unit.yuan"))),
  );
  return `${words("project.remedyTitle")}${parts.join(words("project.remedyComma"))}`;
}

/** The name of a place or a post in the paper's language. */
export const nameOn = (words: Translate, name: string): string =>
  nameIn(words("unit.yuan") === "¥" ? "en" : "zh-CN", name);
