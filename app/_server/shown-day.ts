import { cache } from "react";
import type { Day } from "#lib/period.ts";

/** The past day that the page being rendered shows; undefined for today. `reading` sets it, links and filters carry it on. */
export const shownDay = cache((): { day: Day | undefined } => ({ day: undefined }));

/** A local address on the day that is shown; one that names a day already keeps it. */
export function onShownDay(href: string): string {
  const { day } = shownDay();
  if (!day || !/^[/?]/.test(href) || /[?&]asOf=/.test(href)) return href;
  const [path = "", hash] = href.split("#");
  return `${path}${path.includes("?") ? "&" : "?"}asOf=${day}${hash === undefined ? "" : `#${hash}`}`;
}
