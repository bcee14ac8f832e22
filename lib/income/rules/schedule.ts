import { addMonths, type Month } from "#lib/core/dates.ts";
import { apportion } from "#lib/core/money.ts";
import { partsOf, type Share } from "#lib/core/shares.ts";

/** What falls to one village and month of a receipt. */
export type Portion = { villageId: number; month: Month; shareBp: number; amountFen: number };

/** The whole, in basis points: what the shares of a receipt must add up to. */
export const wholeBp = 10_000;

const equally = (parts: number): number[] => Array.from({ length: parts }, () => 1);

/**
 * A receipt's portions: first each village's part by its share (largest remainder, ties by code), then that
 * part equally over the months, the earliest of which take what does not divide. Every fen lands in exactly
 * one village and month; a portion of nothing is none.
 * @param shares in order of code
 */
export function scheduleOf(
  amountFen: number,
  fromMonth: Month,
  months: number,
  shares: readonly Share[],
): Portion[] {
  return partsOf(amountFen, shares).flatMap(({ share: { villageId, shareBp }, amountFen: own }) =>
    apportion(own, equally(months)).flatMap((fen, at) =>
      fen === 0 ? [] : [{ villageId, month: addMonths(fromMonth, at), shareBp, amountFen: fen }],
    ),
  );
}

/**
 * Equal shares of villages in order of code, for a cluster that agreed on nothing else; they add up to the
 * whole.
 */
export function equalShares<V>(villages: readonly V[]): (V & { shareBp: number })[] {
  const parts = villages.length === 0 ? [] : apportion(wholeBp, equally(villages.length));
  return villages.map((village, at) => ({ ...village, shareBp: parts[at] ?? 0 }));
}

/**
 * What is posted of a portion: it waits for its month; is due; can not be posted because its month is closed;
 * is posted; its posting was taken back; the receipt was, from its month or an earlier one on, so that
 * nothing of it comes again.
 */
export const portionStates = ["waiting", "due", "closed", "posted", "reversed", "withdrawn"] as const;
export type PortionState = (typeof portionStates)[number];

/**
 * Every posting of a portion is counted, reversals among them; `withdrawn` is whether the receipt was taken
 * back from its month on.
 */
type Posted = { postings: number; reversals: number; withdrawn: boolean };

export function stateOf(month: Month, posted: Posted, thisMonth: Month, open: boolean): PortionState {
  if (posted.postings > 2 * posted.reversals) return "posted";
  if (posted.withdrawn) return "withdrawn";
  if (posted.reversals > 0) return "reversed";
  if (month > thisMonth) return "waiting";
  return open ? "due" : "closed";
}

/**
 * What taking a receipt back from a month on does: what of it is posted is reversed, what is not does not
 * come.
 */
export function withdrawnFrom<P extends { month: Month; amountFen: number; state: PortionState }>(
  portions: readonly P[],
  from: Month,
) {
  const own = portions.filter((portion) => portion.month >= from && portion.state !== "withdrawn");
  const [posted, rest] = [
    own.filter(({ state }) => state === "posted"),
    own.filter(({ state }) => state !== "posted"),
  ];
  const sum = (some: readonly P[]) => ({
    count: some.length,
    amountFen: some.reduce((fen, portion) => fen + portion.amountFen, 0),
  });
  return { reversed: sum(posted), dropped: sum(rest) };
}
