import { apportion } from "./money.ts";

/** A village's part of a project: basis points of the whole. */
export type Share = { villageId: number; code: string; shareBp: number };

/**
 * What each village gets of one posting: every fen lands in exactly one of them. Posting by posting, so that
 * the parts of any selection add up to its total, and a reversal takes back from each village what it had
 * got.
 * @param shares in order of code, which settles ties
 */
export function partsOf<S extends Share>(
  amountFen: number,
  shares: readonly S[],
): { share: S; amountFen: number }[] {
  const parts = apportion(
    amountFen,
    shares.map((share) => share.shareBp),
  );
  return shares.map((share, at) => ({ share, amountFen: parts[at] ?? 0 }));
}
