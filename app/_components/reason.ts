import { getTranslations } from "next-intl/server";

/** The reason of an audited event in words: the code of a refused sign-in is spoken, what a person wrote stays as written. */
export async function reasonInWords(reason: string): Promise<string> {
  const t = await getTranslations("people.refusal");
  const code = /^access\.([a-zA-Z]+)$/.exec(reason)?.[1];
  return code && t.has(code as "wrongPassword") ? t(code as "wrongPassword") : reason;
}
