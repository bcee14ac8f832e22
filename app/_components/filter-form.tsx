"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useTransition } from "react";

/** With JavaScript the filter stays in the page and empty values stay out of the URL; without it the browser does the same work. */
export function FilterForm({ path, part, children }: { path: string; part: string | undefined; children: ReactNode }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  return (
    <form
      method="get"
      action={part ? `${path}#${part}` : path}
      className="filters flex flex-wrap items-center gap-x-4 gap-y-2.5 p-3"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "") as [string, string][];
        start(() => router.push(chosen.length > 0 ? `${path}?${new URLSearchParams(chosen)}` : path, { scroll: !part }));
      }}
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) event.currentTarget.requestSubmit();
      }}
    >
      {children}
    </form>
  );
}
