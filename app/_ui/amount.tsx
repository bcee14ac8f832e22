import { useLocale } from "next-intl";
import { use } from "react";
import { formatFen, type Unit, withUnit } from "#lib/core/money.ts";
import { unitOf } from "../_server/i18n/preferences.ts";

/**
 * An amount in the reader's unit, right digits and all; "—" for none. `lineFen` is a target that rounding may
 * not contradict. The exact yuan stand in the tooltip. The unit's name belongs into the heading; `sign`:
 * where there is none, English has ¥ before it.
 */
export function Money({
  fen,
  lineFen,
  unit,
  sign,
}: {
  fen: number | null | undefined;
  lineFen?: number;
  unit?: Unit;
  sign?: boolean;
}) {
  const shown = unit ?? use(unitOf());
  const signed = useLocale() === "en" && sign;
  if (fen === null || fen === undefined) return <span className="text-ink-3">—</span>;
  const text = fen === 0 ? "0" : formatFen(fen, shown, lineFen);
  return (
    <span title={shown === "yuan" ? undefined : `¥${formatFen(fen)}`}>
      {signed ? withUnit(text, "¥") : text}
    </span>
  );
}
