import { useTranslations } from "#app/_server/i18n/translations.ts";
import { type LightName, lightShapes } from "./light-shapes.ts";

export { type LightName, lightShapes };

/** ● 正常 ▲ 预警 ■ 滞后 ○ 未报 ▨ 暂停: colour is never alone. */
export function LightMark({ light, short = false }: { light: LightName; short?: boolean }) {
  const t = useTranslations("light");
  return (
    <span className={`light light-${light}`} title={short ? t(light) : undefined}>
      <span aria-hidden="true">{lightShapes[light]}</span>
      {short ? <span className="sr-only">{t(light)}</span> : ` ${t(light)}`}
    </span>
  );
}
