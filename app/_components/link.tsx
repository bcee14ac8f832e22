import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the site. It is fetched when it is followed, not when it scrolls into view: a board shows hundreds of them,
 * and each would ask the server for a page that nobody opens.
 */
export const Link = (props: ComponentProps<typeof NextLink>) => <NextLink prefetch={false} {...props} />;
