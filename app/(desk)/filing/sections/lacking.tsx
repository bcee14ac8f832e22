import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TextArea, TickField } from "#app/_ui/form-fields.tsx";
import type { Missing } from "#lib/filing/queries/missing.ts";

/** What is missing of a town's month, in short: "6 个村（居）没有收入 · 5 个项目没有月报". */
export async function Lacks({ missing }: { missing: Missing }) {
  const t = await getTranslations("filing");
  const { villages, projects, shares, remarks } = missing;
  const counts = { villages: villages.length, projects: projects.length, shares: shares.length, remarks };
  const parts = (Object.keys(counts) as (keyof typeof counts)[]).filter((part) => counts[part] > 0);
  return parts.map((part) => t(`lacks.${part}`, { count: counts[part] })).join(" · ");
}

/** That what is not complete is approved all the same, and why. */
export async function LackingFields() {
  const t = await getTranslations("filing");
  return (
    <div className="lacking mb-2 grid max-w-xl gap-2">
      <TickField name="confirmed" label={t("confirmLacking")} />
      <TextArea name="reason" label={t("lackingWhy")} hint={t("lackingHint")} rows={2} />
    </div>
  );
}
