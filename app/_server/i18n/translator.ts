import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Sentence } from "#lib/imports/rules/diff.ts";
import { wordingOfDetails } from "../actions/submit.ts";

/** Says sentences in the reader's language: their amounts in yuan, their instants in local time. */
export async function sentenceTranslator(): Promise<(sentence: Sentence) => string> {
  const t = await getTranslations();
  const worded = await wordingOfDetails();
  return ({ key, values }) => t(key, worded(values));
}
