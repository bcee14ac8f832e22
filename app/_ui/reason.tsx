import { getTranslations, knownWord } from "../_server/i18n/translations.ts";

/**
 * The reason of an audited event: the code of a refused sign-in is spoken, what a person wrote stays as
 * written.
 */
export async function Reason({ reason }: { reason: string }) {
  const t = await getTranslations();
  const code = /^access\.([a-zA-Z]+)$/.exec(reason)?.[1];
  const words = knownWord(t, `people.refusal.${code}`) ?? reason;
  return reason === "" ? null : <p className="mt-0.5 text-ink-2">{t("app.reason", { reason: words })}</p>;
}
