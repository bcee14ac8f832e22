import { cache } from "react";
import type { IncomeBasis } from "#db/schema/income.ts";
import type { Day } from "#lib/core/dates.ts";

/** What the page being rendered shows. `reading` says it; links and filters carry on what is not as usual. */
export type ViewParams = {
  /** A past day; undefined for today. */
  day: Day | undefined;
  /**
   * Only what the office has approved; undefined on a page of all that is recorded, which offers no choice.
   */
  approvedOnly: boolean | undefined;
  basis: IncomeBasis;
  /**
   * What a page of all that is recorded was asked for and does not heed: its links carry it on to pages that
   * do.
   */
  carried?: { approvedOnly: boolean; basis: IncomeBasis } | undefined;
};

export const viewParams = cache(
  (): ViewParams => ({ day: undefined, approvedOnly: undefined, basis: "strict" }),
);

/** The same as parameters of an address: what is as usual is left out. */
export function viewQuery(
  { day, carried, ...own }: ViewParams = viewParams(),
): Record<"asOf" | "approvedOnly" | "basis", string | undefined> {
  const { approvedOnly, basis } = carried ?? own;
  return {
    asOf: day,
    approvedOnly: approvedOnly === false ? "false" : undefined,
    basis: basis === "strict" ? undefined : basis,
  };
}

/** A local address that shows the same day, approval and basis; what it says of them already stays. */
export function viewHref(href: string): string {
  if (!/^[/?]/.test(href)) return href;
  const [address = "", hash] = href.split("#");
  const more = Object.entries(viewQuery()).filter(
    ([name, value]) => value && !new RegExp(`[?&]${name}=`).test(address),
  );
  if (more.length === 0) return href;
  const query = more.map(([name, value]) => `${name}=${value}`).join("&");
  return `${address}${address.includes("?") ? "&" : "?"}${query}${hash === undefined ? "" : `#${hash}`}`;
}
