import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";

/** Stages and sources of a history in the reader's words; anything else as it is. */
export async function valueInWords(): Promise<(field: string, value: unknown) => string | undefined> {
  const t = await getTranslations("funding");
  return (field, value) => {
    const list = /(^|\.)(stage|limit)$/.test(field)
      ? "stage"
      : field === "source" || field === "movement"
        ? field
        : undefined;
    return list && typeof value === "string" ? knownWord(t, `${list}.${value}`) : undefined;
  };
}
