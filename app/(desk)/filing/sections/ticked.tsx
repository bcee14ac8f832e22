"use client";

import { useEffect, useRef, useState } from "react";
import { fill } from "#app/_ui/filled-words.ts";
import type { Words } from "#lib/core/message-keys.ts";
import type { approveWords } from "./words.ts";

type Props = {
  words: Words<typeof approveWords>;
  /** That none is ticked. */
  none: string;
};
/** The towns' boxes of the form, each with the town's name in `data-name`. */
const boxesOf = (form: HTMLFormElement | null | undefined) => [
  ...(form?.querySelectorAll<HTMLInputElement>("input[name=town]") ?? []),
];
const withNames = (text: string, names: readonly string[], comma: string) =>
  fill(text, { count: names.length, towns: names.join(comma) });

/**
 * Above the ticks of a form: all of them at once, which are ticked, a question that names them before the
 * form is sent, and arrows that lead from one to the next. `form.dataset.lacking` says whether one of them is
 * not complete. Without a script the ticks are plain.
 */
export function Ticked({ words, none }: Props) {
  const here = useRef<HTMLDivElement>(null);
  const [names, setNames] = useState<string[]>();
  const [count, setCount] = useState(0);

  useEffect(() => {
    const form = here.current?.closest("form");
    if (!form) return;
    const ticked = () => boxesOf(form).filter((box) => box.checked);
    const named = () => ticked().map((box) => box.dataset.name ?? "");
    const recount = () => {
      setNames(named());
      setCount(boxesOf(form).length);
      form.dataset.lacking = String(ticked().some((box) => box.dataset.lacking !== undefined));
    };
    const ask = (event: SubmitEvent) => {
      if (ticked().length === 0 || window.confirm(withNames(words.ask, named(), words.comma))) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const step = (event: KeyboardEvent) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const boxes = boxesOf(form);
      const at = boxes.indexOf(event.target as HTMLInputElement);
      if (!by || at < 0) return;
      event.preventDefault();
      boxes[at + by]?.focus();
    };
    recount();
    form.addEventListener("change", recount);
    form.addEventListener("submit", ask);
    form.addEventListener("keydown", step);
    return () => {
      form.removeEventListener("change", recount);
      form.removeEventListener("submit", ask);
      form.removeEventListener("keydown", step);
    };
  }, [words.ask, words.comma]);

  const all = (checked: boolean) => {
    const form = here.current?.closest("form");
    for (const box of boxesOf(form)) box.checked = checked;
    form?.dispatchEvent(new Event("change"));
  };
  if (!names) return <div ref={here} />;
  return (
    <div ref={here} className="mb-1 flex flex-wrap items-center gap-x-4 text-[13px] text-ink-2">
      <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4"
          checked={names.length === count}
          onChange={(event) => all(event.target.checked)}
        />
        {words.all}
      </label>
      <span aria-live="polite">
        {names.length === 0 ? none : withNames(words.ticked, names, words.comma)}
      </span>
    </div>
  );
}
