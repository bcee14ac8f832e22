"use client";

import { useRef, useState } from "react";
import type { Asked } from "#app/_server/actions/ask.ts";

export type PasteQuestion = { key: string; sentence: string; choices: { value: string; label: string }[] };
/** What the server made of a pasted block, in the reader's words. */
export type PasteReading = {
  cells: { villageId: number; accountId: number; text: string; sizeRight?: true }[];
  asked: PasteQuestion[];
  /** What it asked that is answered, now or about a paste or a file before. */
  answered: (PasteQuestion & { answer: string })[];
  /** Cells that several postings make up, each with its ledger. */
  several: { text: string; ledger: string }[];
  /** What may not stand where it is meant to, by reason. */
  refused: string[];
  /** What found no place. */
  left: string[];
  notes: string[];
};
/** A copied block, the cell that it was pasted into, and what was answered about it. */
export type Block = {
  text: string;
  from: { villageId: number; accountId: number };
  answers: Record<string, string>;
};
export type ReadBlock = (block: Block) => Promise<Asked<PasteReading>>;

type Texts = Record<string, string>;
/** Where a paste stands; `before` is what an undo puts back. */
export type Pasted =
  | { step: "reading" | "offline" | "signedOut" }
  | { step: "refused"; why: string }
  | { step: "asked"; reading: PasteReading }
  | { step: "placed"; reading: PasteReading; before: Texts };

/**
 * A pasted block on its way into the grid. Nothing of it stands in a cell before everything that it asks is
 * answered; where the server cannot be reached, the block is kept for trying again.
 * @param place writes the cells and gives what stood in those that it filled, and those that the page has no
 * field for
 */
export function usePaste(
  read: ReadBlock,
  place: (cells: PasteReading["cells"]) => { before: Texts; several: PasteReading["several"] },
) {
  const [pasted, setPasted] = useState<Pasted>();
  const kept = useRef<Block>(undefined);
  const turn = useRef(0);

  async function go(block: Block | undefined) {
    if (!block) return;
    kept.current = block;
    turn.current += 1;
    const own = turn.current;
    setPasted({ step: "reading" });
    const answer = await read(block).catch(() => undefined);
    if (own !== turn.current) return; // another block was pasted since, or this one was let go
    if (!answer) setPasted({ step: "offline" });
    else if ("signedOut" in answer) setPasted({ step: "signedOut" });
    else if ("refused" in answer) setPasted({ step: "refused", why: answer.refused });
    else if (answer.is.asked.length > 0) setPasted({ step: "asked", reading: answer.is });
    else {
      const { before, several } = place(answer.is.cells);
      setPasted({
        step: "placed",
        reading: { ...answer.is, several: [...answer.is.several, ...several] },
        before,
      });
    }
  }
  return {
    pasted,
    /** Something of it is still to come: the grid is not saved without it unless it is let go. */
    isOpen: pasted !== undefined && pasted.step !== "placed" && pasted.step !== "refused",
    paste: (text: string, from: Block["from"]) => go({ text, from, answers: {} }),
    answer: (answers: Block["answers"]) =>
      go(kept.current && { ...kept.current, answers: { ...kept.current.answers, ...answers } }),
    again: () => go(kept.current),
    close: () => {
      turn.current += 1;
      setPasted(undefined);
    },
  };
}
