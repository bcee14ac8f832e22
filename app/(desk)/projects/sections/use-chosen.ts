"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { useField } from "#app/_ui/live-form.tsx";

/**
 * What a select of the form says now: as drawn, as chosen, or as a draft put it back, which it does without
 * an input event.
 */
export function useChosen(
  name: string,
  given: string,
): { chosen: string; choose: (value: string) => void; inside: RefObject<HTMLDivElement | null> } {
  const field = useField(name, given);
  const [chosen, choose] = useState<string>();
  const inside = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = inside.current?.closest("form");
    const reread = () => {
      const select = form?.elements.namedItem(name);
      if (select instanceof HTMLSelectElement) choose(select.value);
    };
    form?.addEventListener("draft", reread);
    return () => form?.removeEventListener("draft", reread);
  }, [name]);
  return { chosen: chosen ?? field.value, choose, inside };
}
