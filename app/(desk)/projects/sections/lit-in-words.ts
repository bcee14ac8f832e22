import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { LitDraft } from "#lib/projects/queries/report-preview.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import type { Light, Why } from "#lib/projects/rules/lights.ts";

type InWords = { light: Light; word: string; sentence: string };
/** A light in the reader's words, small enough to travel to the form. */
export type LitInWords = InWords & { parts: (InWords & { name: string })[]; remedies: string[] };

export async function litInWords(lit: LitDraft | null): Promise<LitInWords | null> {
  if (!lit) return null;
  const t = await getTranslations();
  const { assessment, remedies } = lit;
  const inWords = (part: { light: Light; why: Why }) => ({
    light: part.light,
    word: t(`light.${part.light}`),
    sentence: t(`project.why.${part.why.key}`, amountsIn(part.why.values, t("unit.yuan"))),
  });
  const parts =
    assessment.month === null
      ? []
      : (["progress", "start", "funds"] as const).map((part) => ({
          name: t(`project.sublights.${part}`),
          ...inWords(assessment[part]),
        }));
  return {
    ...inWords(assessment),
    parts,
    remedies: remedies.map(({ key, values }) =>
      t(`project.remedyShort.${key}`, amountsIn(values, t("unit.yuan"))),
    ),
  };
}
