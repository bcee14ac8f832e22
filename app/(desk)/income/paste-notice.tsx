"use client";

import type { Placement } from "./paste.ts";

export type PasteWords = Record<"pasted" | "undo" | "close" | "pasteRefused" | "pasteLeft", string> & { neverReasons: Record<string, string> };

type Props = { placement: Placement; words: PasteWords; onUndo: () => void; onClose: () => void };

/** What became of a paste: how many cells it filled, what may not be income and why, what found no place. */
export function PasteNotice({ placement, words, onUndo, onClose }: Props) {
  const { cells, refused, left } = placement;
  return (
    <div className={`mb-3 rounded-md px-4 py-2.5 text-[13px] ${refused.length + left.length > 0 ? "bg-warn-bg" : "bg-brand-bg"}`} role="status">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <b>{words.pasted.replace("{count}", String(cells.length))}</b>
        <button type="button" className="cursor-pointer text-brand-ink underline" onClick={onUndo}>
          {words.undo}
        </button>
        <button type="button" className="ml-auto cursor-pointer text-ink-2 underline" onClick={onClose}>
          {words.close}
        </button>
      </p>
      {[...Map.groupBy(refused, (each) => each.account.code)].map(([code, amounts]) => (
        <p key={code} className="mt-1 text-bad">
          ■ {words.neverReasons[code]} {words.pasteRefused}
          {amounts.map((each) => `${each.village} ${each.text}`).join("；")}
        </p>
      ))}
      {left.length > 0 && (
        <p className="mt-1 text-warn">
          ▲ {words.pasteLeft}
          {left.join("；")}
        </p>
      )}
    </div>
  );
}
