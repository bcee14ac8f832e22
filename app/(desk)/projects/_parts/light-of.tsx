import { getTranslations } from "next-intl/server";
import type { Light } from "#lib/projects/lights.ts";
import { LightMark } from "../../../_components/light-mark.tsx";

/** A project's light; an ended project has none and says so. */
export async function LightOf({ light }: { light: Light | null | undefined }) {
  const t = await getTranslations("project");
  return light ? <LightMark light={light} /> : <span className="light text-ink-3">✕ {t("ended")}</span>;
}
