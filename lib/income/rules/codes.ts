import type { AccountKind } from "#db/schema/index.ts";
import { placeOf } from "#lib/views/basis.ts";

// An account is its row, never its number: the same code names another account in each regime (501–521 nearly
// all).

/**
 * What a bare code may mean: the account of that code in each regime that has one, the earlier regime first.
 */
export const meaningsOfCode = <A extends { code: string }>(accounts: readonly A[], code: string): A[] =>
  accounts.filter((account) => account.code === code);

/**
 * Does a bare code count alike whichever regime is meant? 501 does (operating income in both), 511 does not:
 * contract fees in the accounts of 2004, a cost in those of 2023. Where it does not, a month must say which
 * is meant.
 */
export const countsAlike = (meanings: readonly { kind: AccountKind }[]): boolean =>
  new Set(meanings.map(({ kind }) => placeOf(kind))).size <= 1;
