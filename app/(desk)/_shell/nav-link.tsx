"use client";

import Link from "next/link";
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
      className={`whitespace-nowrap rounded-md px-3 py-1.5 ${here ? "bg-brand-bg font-semibold text-brand-ink" : "text-ink-2 hover:text-brand-ink"}`}
    >
      {label}
    </Link>
  );
}
