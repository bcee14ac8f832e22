import { getTranslations } from "next-intl/server";
import type { Why } from "#lib/projects/lights.ts";

/** The sentence by which a light explains itself. */
export async function WhyText({ why }: { why: Why }) {
  const t = await getTranslations("project.why");
  return <>{t(why.key, why.values)}</>;
}
