import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { OverrideMark } from "#app/_parts/project/override-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Assessment, Light } from "#lib/projects/rules/lights.ts";

type Props = { light: Light | null | undefined; override?: Assessment["override"] | undefined };

/** A project's light, and whether it was set by hand; an ended project has none and says so. */
export async function LightOf({ light, override }: Props) {
  const t = await getTranslations("project");
  if (!light) return <span className="light text-ink-3">✕ {t("ended")}</span>;
  return (
    <>
      <LightMark light={light} />
      {override && <OverrideMark override={override} />}
    </>
  );
}
