"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect } from "react";

/** Follows every `Link` of the page without leaving it: one listener instead of one component a link. */
export function SoftLinks() {
  const router = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a[data-soft]");
      if (!link || event.defaultPrevented || event.button !== 0) return;
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey ||
        link.target ||
        link.hasAttribute("download")
      )
        return;
      event.preventDefault();
      startTransition(() =>
        router.push(link.getAttribute("href") ?? "/", { scroll: link.dataset.soft !== "stay" }),
      );
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [router]);
  return null;
}
