import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Words } from "#lib/core/message-keys.ts";
import { cellName } from "#lib/income/rules/cells.ts";
import { readBlock } from "../actions.ts";
import { type Texts, textsIn, writeTexts } from "./grid-fields.ts";
import type { GridAccount, GridVillage } from "./grid-sums.ts";
import { PasteNotice } from "./paste-notice.tsx";
import { type PasteReading, usePaste } from "./use-paste.ts";
import type { pasteWords } from "./words.ts";

type About = {
  townId: number;
  month: string;
  villages: readonly GridVillage[];
  accounts: readonly GridAccount[];
  words: Words<typeof pasteWords>;
  /** The ledger of a cell that several postings make up, by its village and account. */
  ledgers: Readonly<Record<string, string>>;
};

/** Pasting into the grid: where its cells go, what is said of it above the table, and how it is undone. */
export function useGridPaste(
  table: RefObject<HTMLTableElement | null>,
  { townId, month, villages, accounts, words, ledgers }: About,
) {
  const box = useRef<HTMLDivElement>(null);
  const pastedInto = useRef<HTMLElement>(undefined);
  /** Amounts out of all proportion that somebody said are right, by their field. */
  const [right, setRight] = useState<Texts>({});

  const place = (cells: PasteReading["cells"]) => {
    const now = textsIn(table.current);
    const fields = cells.map((cell) => ({ ...cell, name: cellName(cell.villageId, cell.accountId) }));
    const open = fields.filter(({ name }) => name in now);
    writeTexts(table.current, Object.fromEntries(open.map(({ name, text }) => [name, text])));
    setRight({
      ...right,
      ...Object.fromEntries(open.flatMap(({ name, text, sizeRight }) => (sizeRight ? [[name, text]] : []))),
    });
    const called = ({ villageId, accountId }: PasteReading["cells"][number]) =>
      `${villages.find(({ id }) => id === villageId)?.name} ${accounts.find(({ id }) => id === accountId)?.code}`;
    return {
      before: Object.fromEntries(open.map(({ name }) => [name, now[name] ?? ""])),
      several: fields
        .filter(({ name }) => !(name in now))
        .map((cell) => ({
          text: `${called(cell)} ${cell.text}`,
          ledger: ledgers[`${cell.villageId}.${cell.accountId}`] ?? "/income/postings",
        })),
    };
  };
  const { pasted, isOpen, ...paste } = usePaste((block) => readBlock({ ...block, townId, month }), place);
  const undo = () => {
    if (pasted?.step === "placed") writeTexts(table.current, pasted.before);
    paste.close();
  };

  /** Answered anew, what it filled in by the answers of before goes first. */
  const answer: typeof paste.answer = (answers) => {
    if (pasted?.step === "placed") writeTexts(table.current, pasted.before);
    return paste.answer(answers);
  };

  // Saved while a paste is still asked about, the form would be opened anew without it.
  useEffect(() => {
    const form = table.current?.closest("form");
    if (!isOpen || !form) return;
    const wait = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      bringUp(box.current);
    };
    form.addEventListener("submit", wait);
    return () => form.removeEventListener("submit", wait);
  }, [isOpen, table]);
  // What waits for somebody is brought before his eyes, wherever on the page he pasted; once all is placed he
  // goes on in his cell.
  const waitsFor =
    pasted?.step === "asked" ? pasted.reading.asked.map(({ key }) => key).join(" ") : pasted?.step;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each thing that it waits for
  useEffect(() => {
    if (!pasted || pasted.step === "reading") return;
    if (pasted.step !== "placed") return bringUp(box.current);
    const isAway = document.activeElement === document.body || box.current?.contains(document.activeElement);
    if (isAway) pastedInto.current?.focus({ preventScroll: true });
    const { several, refused, left, notes } = pasted.reading;
    if (several.length + refused.length + left.length + notes.length > 0)
      box.current?.scrollIntoView({ block: "start" });
  }, [waitsFor]);

  const notice: ReactNode = (
    <PasteNotice
      box={box}
      pasted={pasted}
      words={words}
      onUndo={undo}
      onClose={paste.close}
      onAgain={paste.again}
      onAnswer={answer}
    />
  );
  return {
    notice,
    right,
    onPaste(event: ClipboardEvent) {
      const at = (event.target as HTMLElement).dataset;
      const text = event.clipboardData.getData("text/plain");
      if (!at.village || !/[\t\n\r]/.test(text.trim())) return; // a single amount is pasted by the browser
      event.preventDefault();
      pastedInto.current = event.target as HTMLElement;
      paste.paste(text, { villageId: Number(at.village), accountId: Number(at.account) });
    },
    /** Ctrl+Z takes a paste back as a whole. @returns did it? */
    undoByKey(event: KeyboardEvent): boolean {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || pasted?.step !== "placed")
        return false;
      event.preventDefault();
      undo();
      return true;
    },
  };
}

function bringUp(box: HTMLElement | null) {
  box?.focus({ preventScroll: true });
  box?.scrollIntoView({ block: "start" });
}
