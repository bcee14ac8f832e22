import { partsOf, type Share } from "../funding/shares.ts";
import { apportion } from "../money.ts";
import { addMonths, type Month } from "../period.ts";

/** What falls to one village and month of a receipt. */
export type Portion = { villageId: number; month: Month; shareBp: number; amountFen: number };

/** The whole, in basis points: what the shares of a receipt must add up to. */
export const wholeBp = 10_000;

const equally = (parts: number): number[] => Array.from({ length: parts }, () => 1);

/**
 * A receipt's portions: first each village's part by its share (largest remainder, ties by code), then that part equally over the
 * months, the earliest of which take what does not divide. Every fen lands in exactly one village and month; a portion of nothing
 * is none.
 * @param shares in order of code
 */
export function scheduleOf(amountFen: number, fromMonth: Month, months: number, shares: readonly Share[]): Portion[] {
  return partsOf(amountFen, shares).flatMap(({ share: { villageId, shareBp }, amountFen: own }) =>
    apportion(own, equally(months)).flatMap((fen, at) =>
      fen === 0 ? [] : [{ villageId, month: addMonths(fromMonth, at), shareBp, amountFen: fen }],
    ),
  );
}

/** Equal shares of villages in order of code, for a cluster that agreed on nothing else; they add up to the whole. */
export function equalShares<V>(villages: readonly V[]): (V & { shareBp: number })[] {
  const parts = villages.length === 0 ? [] : apportion(wholeBp, equally(villages.length));
  return villages.map((village, at) => ({ ...village, shareBp: parts[at] ?? 0 }));
}

/** What is posted of a portion: it waits for its month; is due; can not be posted because its month is closed; is posted; was taken back. */
export const portionStates = ["waiting", "due", "closed", "posted", "reversed"] as const;
export type PortionState = (typeof portionStates)[number];

/** @param posted every posting of the portion, reversals among them */
export function stateOf(month: Month, posted: { postings: number; reversals: number }, thisMonth: Month, open: boolean): PortionState {
  if (posted.postings > 2 * posted.reversals) return "posted";
  if (posted.reversals > 0) return "reversed";
  if (month > thisMonth) return "waiting";
  return open ? "due" : "closed";
}
