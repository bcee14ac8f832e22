import type { Sentence } from "#lib/imports/rules/diff.ts";
import { wordingOfDetails } from "../actions/submit.ts";
import { getTranslations, knownWord } from "./translations.ts";

/**
 * Says sentences in the reader's language: their amounts in yuan, their instants in local time. One that an
 * import of an older build remembers may have no words any more.
 */
export async function sentenceTranslator(): Promise<(sentence: Sentence) => string> {
  const t = await getTranslations();
  const worded = await wordingOfDetails();
  return ({ key, values }) => knownWord(t, key, worded(values)) ?? t("invalid.unusable");
}
