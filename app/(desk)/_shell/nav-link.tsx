"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";

/** A place in the bar; the one that the page lies in is marked. */
export function NavLink({ href, label }: { href: string; label: string }) {
  const path = usePathname();
  const here = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={here ? "page" : undefined}
      className={`whitespace-nowrap rounded-md px-3 py-1.5 [:lang(en)_&]:max-2xl:px-2 ${here ? "bg-brand-bg font-semibold text-brand-ink" : "text-ink-2 hover:text-brand-ink"}`}
    >
      {label}
      <Pending />
    </Link>
  );
}

/**
 * A line below the place that is being fetched. Pages come whole, so that they are complete without
 * JavaScript.
 */
function Pending() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden="true"
      className={`block h-0.5 rounded bg-brand transition-opacity delay-100 ${pending ? "opacity-100" : "opacity-0"}`}
    />
  );
}
