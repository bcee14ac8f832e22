"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { fill } from "#app/_ui/filled-words.ts";
import type { Words } from "#lib/core/message-keys.ts";
import type { chosenWords } from "./words.ts";

type Props = {
  /**
   * Of this preview: what was chosen on another page of it is kept under this name while the window is open.
   */
  kept: string;
  /** How many rows are chosen unless told otherwise, on all pages. */
  byDefault: number;
  /** The lines that this page has boxes for. */
  shown: number[];
  words: Words<typeof chosenWords>;
};
/** Exceptions to what is chosen by default. */
type Choice = { left: number[]; mine: number[] };

/** 已选 n 行: counts the ticked rows of all pages, and brings along what was chosen on the others. */
export function Chosen({ kept, byDefault, shown, words }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [choice, setChoice] = useState<Choice>({ left: [], mine: [] });
  const boxes = useCallback(
    () => [
      ...(element.current?.closest("form")?.querySelectorAll<HTMLInputElement>("input[name=rows]") ?? []),
    ],
    [],
  );

  useEffect(() => {
    const earlier = readChoice(kept);
    for (const box of boxes()) {
      const line = Number(box.value);
      box.checked = box.dataset.conflict ? earlier.mine.includes(line) : !earlier.left.includes(line);
    }
    setChoice(earlier);
    const form = element.current?.closest("form");
    const note = () => {
      const here = new Set(shown);
      const others = readChoice(kept);
      const found = boxes();
      const next = {
        left: [
          ...others.left.filter((line) => !here.has(line)),
          ...found.filter((box) => !box.dataset.conflict && !box.checked).map((box) => Number(box.value)),
        ],
        mine: [
          ...others.mine.filter((line) => !here.has(line)),
          ...found.filter((box) => box.dataset.conflict && box.checked).map((box) => Number(box.value)),
        ],
      };
      sessionStorage.setItem(kept, JSON.stringify(next));
      setChoice(next);
    };
    form?.addEventListener("change", note);
    return () => form?.removeEventListener("change", note);
  }, [kept, shown, boxes]);

  const tick = (checked: boolean) => {
    for (const box of boxes()) if (!box.dataset.conflict) box.checked = checked;
    element.current?.closest("form")?.dispatchEvent(new Event("change"));
  };
  return (
    <div ref={element} className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p role="status" className="font-semibold">
        {fill(words.chosen, { count: byDefault - choice.left.length + choice.mine.length })}
      </p>
      <button type="button" className="button" onClick={() => tick(true)}>
        {words.all}
      </button>
      <button type="button" className="button" onClick={() => tick(false)}>
        {words.none}
      </button>
      <input type="hidden" name="left" value={choice.left.join(",")} />
      <input type="hidden" name="mine" value={choice.mine.join(",")} />
    </div>
  );
}

function readChoice(kept: string): Choice {
  try {
    const found = JSON.parse(sessionStorage.getItem(kept) ?? "{}") as Partial<Choice>;
    return { left: found.left ?? [], mine: found.mine ?? [] };
  } catch {
    return { left: [], mine: [] };
  }
}
