import { getTranslations } from "next-intl/server";
import type { Why } from "#lib/projects/lights.ts";
import type { Remedy } from "#lib/projects/remedy.ts";

/** The sentence by which a light explains itself, and under it what would turn it green. */
export async function WhyText({ why, remedies = [] }: { why: Why; remedies?: readonly Remedy[] }) {
  const t = await getTranslations("project.why");
  return (
    <>
      {t(why.key, why.values)}
      <RemedyText remedies={remedies} />
    </>
  );
}

/** 怎样转绿, in one line; nothing where there is nothing to do. */
export async function RemedyText({ remedies }: { remedies: readonly Remedy[] }) {
  if (remedies.length === 0) return null;
  const t = await getTranslations("project");
  return (
    <small className="block text-brand-ink">
      <span aria-hidden="true">→ </span>
      <span className="sr-only">{t("remedyTitle")} </span>
      {remedies.map(({ key, values }) => t(`remedy.${key}`, values)).join(t("remedyComma"))}
    </small>
  );
}
