import { viewParams, viewQuery } from "#app/_server/session/view-params.ts";
import { type Query, withQuery } from "#app/_ui/search-params.ts";

/**
 * The ledger of a division, of the rows, the day and the basis that the page shows: all that is recorded from
 * a page of work to be done.
 */
export function incomeLedger(code: string, filter: Query = {}): string {
  const rows = viewParams().approvedOnly === undefined ? { approvedOnly: "false" } : {};
  return withQuery("/income/postings", { node: code, ...filter, ...viewQuery(), ...rows });
}

/**
 * Where a figure of income leads: to the postings that sum to it by the basis that the page shows. Months or
 * a year.
 */
export const incomeFigure = (code: string, from: string | number, to = from): string =>
  incomeLedger(code, {
    from: typeof from === "number" ? `${from}-01` : from,
    to: typeof to === "number" ? `${to}-12` : to,
    countedBy: viewParams().basis,
  });
