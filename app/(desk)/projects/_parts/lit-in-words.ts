import { getTranslations } from "next-intl/server";
import type { Assessment, Light } from "#lib/projects/lights.ts";

/** A light in the reader's words, small enough to travel to the form. */
export type LitInWords = { light: Light; word: string; sentence: string; parts: { name: string; light: Light; word: string; sentence: string }[] };

export async function litInWords(lit: Assessment | null): Promise<LitInWords | null> {
  if (!lit) return null;
  const t = await getTranslations();
  const inWords = (part: { light: Light; why: Assessment["why"] }) => ({
    light: part.light,
    word: t(`light.${part.light}`),
    sentence: t(`project.why.${part.why.key}`, part.why.values),
  });
  const parts =
    lit.month === null ? [] : (["progress", "start"] as const).map((part) => ({ name: t(`project.sublights.${part}`), ...inWords(lit[part]) }));
  return { ...inWords(lit), parts };
}
