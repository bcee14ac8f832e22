import { use } from "react";
import { formatFen, type Unit } from "#lib/money.ts";
import { unitOf } from "../_server/preferences.ts";

/**
 * An amount in the reader's unit, right digits and all; "—" for none. `lineFen` is a target that rounding may not contradict.
 * The exact yuan stand in the tooltip. The unit's name belongs into the heading: `unitName()`.
 */
export function Money({ fen, lineFen, unit }: { fen: number | null | undefined; lineFen?: number; unit?: Unit }) {
  if (fen === null || fen === undefined) return <span className="text-ink-3">—</span>;
  const shown = unit ?? use(unitOf());
  return <span title={shown === "yuan" ? undefined : `¥${formatFen(fen)}`}>{fen === 0 ? "0" : formatFen(fen, shown, lineFen)}</span>;
}
