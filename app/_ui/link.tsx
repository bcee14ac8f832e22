import type { ComponentProps } from "react";
import { viewHref } from "../_server/session/view-params.ts";

type Props = Omit<ComponentProps<"a">, "href"> & {
  href: string;
  /** Leads to today, whatever day is shown. */
  today?: boolean;
  /** `false`: the page that comes is shown where this one was scrolled to. */
  scroll?: boolean;
};

/**
 * A link within the site, to the day, approval and basis that the page shows. A plain one, because a board
 * shows hundreds; where a script runs, `SoftLinks` follows it without leaving the page. It is fetched when it
 * is followed, not when it scrolls into view.
 */
export const Link = ({ href, today = false, scroll = true, ...props }: Props) => (
  <a {...props} href={today ? href : viewHref(href)} data-soft={scroll ? "" : "stay"} />
);
