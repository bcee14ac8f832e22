import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { LightName } from "./light-mark.tsx";

type Props = {
  override: { light: LightName; computed: LightName; expiresOn: string; reason: string; personName: string };
};

/** 人工: this light was set by hand. Says on demand until when, why, by whom, and what is computed. */
export async function OverrideMark({ override }: Props) {
  const t = await getTranslations();
  const { expiresOn: expires, reason, personName: name, computed } = override;
  return (
    <span
      className="ml-1.5 rounded-[3px] border border-brand/40 px-1 align-[1px] text-[11px] font-normal text-brand-ink"
      title={t("project.why.override", { expires, reason, name, computed })}
    >
      {t("project.overrideMark")}
    </span>
  );
}
