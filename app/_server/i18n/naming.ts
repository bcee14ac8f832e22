import { getLocale } from "next-intl/server";
import { nameIn } from "#lib/divisions/rules/names.ts";

/**
 * What names of places and posts become in the reader's language, for sentences, choices and what is not
 * written as `<Name>`.
 */
export async function naming(): Promise<(name: string) => string> {
  const locale = await getLocale();
  return (name) => nameIn(locale, name);
}
