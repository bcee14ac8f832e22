import NextLink from "next/link";
import type { ComponentProps } from "react";
import { onShownDay } from "../_server/shown-day.ts";

type Props = ComponentProps<typeof NextLink> & {
  /** Leads to today, whatever day is shown. */
  today?: boolean;
};

/**
 * A link within the site, on the day that the page shows. It is fetched when it is followed, not when it scrolls into view: a board
 * shows hundreds of them, and each would ask the server for a page that nobody opens.
 */
export const Link = ({ href, today = false, ...props }: Props) => (
  <NextLink prefetch={false} {...props} href={typeof href === "string" && !today ? onShownDay(href) : href} />
);
