"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef, useTransition } from "react";

/**
 * With JavaScript the filter stays in the page and empty values stay out of the URL; without it the browser
 * does the same work.
 */
export function FilterForm({
  path,
  part,
  children,
}: {
  path: string;
  part: string | undefined;
  children: ReactNode;
}) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const element = useRef<HTMLFormElement>(null);
  const address = useSearchParams().toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another page, though the form stays
  useEffect(() => showAsked(element.current), [address]);
  return (
    <form
      ref={element}
      method="get"
      action={part ? `${path}#${part}` : path}
      className="filters flex flex-wrap items-center gap-x-4 gap-y-2.5 p-3"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "") as [
          string,
          string,
        ][];
        start(() =>
          router.push(chosen.length > 0 ? `${path}?${new URLSearchParams(chosen)}` : path, { scroll: !part }),
        );
      }}
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) event.currentTarget.requestSubmit();
      }}
    >
      {children}
    </form>
  );
}

/** After a link or Back the fields say what the page now shows: a browser keeps what stood in them. */
function showAsked(form: HTMLFormElement | null) {
  for (const field of form?.elements ?? []) {
    if (field instanceof HTMLSelectElement) field.value = field.dataset.shown ?? field.value;
    else if (field instanceof HTMLInputElement && !["checkbox", "radio", "hidden"].includes(field.type))
      field.value = field.defaultValue;
  }
}
