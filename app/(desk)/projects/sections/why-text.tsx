import { getTranslations } from "#app/_server/i18n/translations.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import type { Why } from "#lib/projects/rules/lights.ts";
import type { Remedy } from "#lib/projects/rules/remedy.ts";

/** The sentence by which a light explains itself, and under it, in short, what would turn it green. */
export async function WhyText({ why, remedies = [] }: { why: Why; remedies?: readonly Remedy[] }) {
  const t = await getTranslations("project.why");
  const yuan = (await getTranslations("unit"))("yuan");
  return (
    <>
      {t(why.key, amountsIn(why.values, yuan))}
      <RemedyText remedies={remedies} short />
    </>
  );
}

/**
 * 怎样转绿, in one line; `short` as lists have it, with the whole of it on demand. Nothing where there is nothing
 * to do.
 */
export async function RemedyText({
  remedies,
  short = false,
}: {
  remedies: readonly Remedy[];
  short?: boolean;
}) {
  if (remedies.length === 0) return null;
  const t = await getTranslations("project");
  const yuan = (await getTranslations("unit"))("yuan");
  const said = (words: "remedy" | "remedyShort", of: readonly Remedy[]) =>
    of.map(({ key, values }) => t(`${words}.${key}`, amountsIn(values, yuan))).join(t("remedyComma"));
  return (
    <span className="block text-xs text-ink-2" title={short ? said("remedy", remedies) : undefined}>
      <b className="font-medium text-brand-ink">{t("remedyTitle")}</b>
      {short
        ? said(
            "remedyShort",
            remedies.filter(({ key }) => key !== "holdFunds"),
          )
        : said("remedy", remedies)}
    </span>
  );
}
