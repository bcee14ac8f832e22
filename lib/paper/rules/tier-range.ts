import type { Translate } from "#lib/core/columns.ts";
import { boundOf } from "#lib/core/money.ts";
import type { Band } from "#lib/income/rules/tiers.ts";

/** From where to where a tier reaches, in 万元 or in yuan, as a legend says it. */
export function rangeOf({ fromFen, toFen }: Band, words: Translate): string {
  const english = words("unit.yuan") === "¥";
  const wan = (fen: number) => boundOf(fen, english);
  if (toFen === null) return words("board.map.from", { from: wan(fromFen ?? 0) });
  if (fromFen === null || fromFen <= 0)
    return toFen <= 100 ? words("board.map.zero") : words("board.map.under", { to: wan(toFen) });
  return fromFen < 1000
    ? words("board.map.under", { to: wan(toFen) })
    : words("board.map.between", { from: wan(fromFen), to: wan(toFen) });
}
