import { getTranslations } from "#app/_server/i18n/translations.ts";
import "./light-strip.css";
import { type LightName, lightShapes } from "./light-mark.tsx";

type Props = {
  /** Months in order, with the light of each and, where it is known, the sentence that explains it. */
  months: readonly { month: string; light: LightName; why?: string }[];
  /** What the strip is called for who does not see it; unnamed where a heading stands above it. */
  label?: string;
  /** One line without years: for a row or a card. */
  compact?: boolean;
};

/** 历月灯色: one mark a month, a line a year. Shape says what colour says. */
export async function LightStrip({ months, label, compact = false }: Props) {
  const t = await getTranslations();
  const years = compact
    ? [["", months] as const]
    : [...Map.groupBy(months, ({ month }) => month.slice(0, 4))];
  return (
    <div className={`light-strip ${compact ? "light-strip-compact" : ""}`}>
      {years.map(([year, of]) => (
        <div key={year} className="light-strip-year">
          {year && <b>{year}</b>}
          <ol aria-label={[label, year].filter(Boolean).join(" ") || undefined}>
            {of.map(({ month, light, why }) => (
              <li
                key={month}
                style={compact ? undefined : { gridColumn: Number(month.slice(5)) }}
                title={[month, t(`light.${light}`), why].filter(Boolean).join(" ")}
              >
                <span className={`light light-${light}`} aria-hidden="true">
                  {lightShapes[light]}
                </span>
                {!compact && <small aria-hidden="true">{Number(month.slice(5))}</small>}
                <span className="sr-only">
                  {month} {t(`light.${light}`)}
                </span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}
