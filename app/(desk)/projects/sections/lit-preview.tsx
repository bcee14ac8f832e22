"use client";

import { useEffect, useRef, useState } from "react";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import type { Words } from "#lib/core/message-keys.ts";
import type { LitInWords } from "./lit-in-words.ts";
import type { litWords } from "./words.ts";

type Props = {
  /** Answers `?month=&progress=&phase=` with the light. */
  path: string;
  month: string;
  initial: LitInWords | null;
  /** The page of the report, which shows the light without a script. */
  page: string;
  words: Words<typeof litWords>;
};

/**
 * The light that saving will give, computed by the server while one types; without JavaScript a button asks
 * for it.
 */
export function LitPreview({ path, month, initial, page, words }: Props) {
  const [lit, setLit] = useState(initial);
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const form = element.current?.closest("form");
    if (!form) return;
    let asked = new AbortController();
    const ask = () => {
      asked.abort();
      asked = new AbortController();
      const typed = new FormData(form);
      const query = new URLSearchParams({
        month,
        progress: String(typed.get("progress") ?? ""),
        phase: String(typed.get("phase") ?? ""),
      });
      fetch(`${path}?${query}`, { signal: asked.signal })
        .then((answer) => (answer.status === 200 ? (answer.json() as Promise<LitInWords | null>) : null))
        .then(setLit)
        .catch((error: Error) => {
          if (error.name !== "AbortError") setLit(null); // offline: no light is better than a stale one
        });
    };
    const onInput = (event: Event) => {
      const name = (event.target as HTMLInputElement).name;
      if (name === "progress" || name === "phase") ask();
    };
    form.addEventListener("input", onInput);
    form.addEventListener("draft", ask);
    return () => {
      asked.abort();
      form.removeEventListener("input", onInput);
      form.removeEventListener("draft", ask);
    };
  }, [path, month]);

  return (
    <div ref={element} className="sheet min-h-28 p-4 lg:col-start-2" aria-live="polite">
      <p className="text-xs text-ink-2">{words.title}</p>
      {lit ? (
        <>
          <p className="mt-1 text-lg">
            <span className={`light light-${lit.light}`}>
              <span aria-hidden="true">{lightShapes[lit.light]}</span> {lit.word}
            </span>
          </p>
          <p className="text-[13px]">{lit.sentence}</p>
          {lit.remedies.length > 0 && (
            <p className="text-xs text-brand-ink">
              {words.remedy}
              {lit.remedies.join(words.comma)}
            </p>
          )}
          <ul className="mt-2 grid gap-1 text-xs text-ink-2">
            {lit.parts.map((part) => (
              <li key={part.name} className="flex flex-wrap gap-x-2">
                {part.name}
                <span className={`light light-${part.light}`}>
                  <span aria-hidden="true">{lightShapes[part.light]}</span> {part.word}
                </span>
                <span>{part.sentence}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="mt-1 text-[13px] text-ink-3">{words.hint}</p>
      )}
      <noscript>
        <button type="submit" className="button mt-2" formMethod="get" formAction={page}>
          {words.preview}
        </button>
      </noscript>
    </div>
  );
}
