"use client";

import { useEffect, useRef, useState } from "react";

/** How many of the form's boxes are ticked, as they are ticked; `words` holds "{count}". Before a script runs: as the form came. */
export function Ticked({ words, first }: { words: string; first: number }) {
  const here = useRef<HTMLSpanElement>(null);
  const [count, setCount] = useState(first);
  useEffect(() => {
    const form = here.current?.closest("form");
    const recount = () => setCount(form?.querySelectorAll("input[name=town]:checked").length ?? 0);
    recount();
    form?.addEventListener("change", recount);
    return () => form?.removeEventListener("change", recount);
  }, []);
  return (
    <span ref={here} className="text-[13px] text-ink-2" aria-live="polite">
      {words.replace("{count}", String(count))}
    </span>
  );
}
