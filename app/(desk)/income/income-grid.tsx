"use client";

import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { TextField } from "#app/_components/fields.tsx";
import { useField } from "#app/_components/live-form.tsx";
import { TableScroll } from "#app/_components/table-scroll.tsx";
import { cellName } from "#lib/income/cells.ts";
import type { Band } from "#lib/income/tiers.ts";
import { formatFen } from "#lib/money.ts";
import { type CellWords, GridCell } from "./grid-cell.tsx";
import { changesOf, type GridAccount, type GridVillage, readCell, readName, sumsOf, typedText } from "./grid-sums.ts";
import { type Placement, placePaste, type Sheet } from "./paste.ts";
import { PasteNotice, type PasteWords } from "./paste-notice.tsx";

export type GridWords = CellWords &
  PasteWords &
  Record<
    | "village"
    | "month"
    | "year"
    | "gap"
    | "tier"
    | "total"
    | "reason"
    | "reasonHint"
    | "changes"
    | "noChanges"
    | "met"
    | "previous"
    | "next"
    | "choose",
    string
  >;

type Props = {
  /** Without it everything is shown and nothing typed. */
  editable: boolean;
  villages: GridVillage[];
  accounts: (GridAccount & { group: string; first: boolean; span: number })[];
  bands: Band[];
  tierNames: Record<string, string>;
  sheet: Sheet;
  words: GridWords;
  /** The ledger of this town and month; a cell adds its village and account. */
  ledgers: Record<string, string>;
};

type Texts = Record<string, string>;

/** Villages × accounts of a month: typed or pasted, sums live. On a phone one village at a time. */
export function IncomeGrid({ editable, villages, accounts, bands, tierNames, sheet, words, ledgers }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const { attempt } = useField("reason", "");
  const [texts, setTexts] = useState<Texts>(() => givenTexts(villages));
  const [shown, setShown] = useState<number>(); // the village that a phone shows; none before scripts run, when all are shown
  const [pasted, setPasted] = useState<{ placement: Placement; before: Texts }>();
  const reread = useCallback(() => setTexts(textsIn(table.current)), []);

  useEffect(() => {
    reread();
    const form = table.current?.closest("form");
    form?.addEventListener("draft", reread);
    return () => form?.removeEventListener("draft", reread);
  }, [reread]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer of the server remounts the fields with what it brought
  useEffect(reread, [attempt]);
  useEffect(() => setShown((at) => at ?? 0), []);

  const fenOf = useCallback(
    (village: GridVillage, account: GridAccount) => {
      const text = texts[cellName(village.id, account.id)];
      return text === undefined ? (village.cells.find((cell) => cell.accountId === account.id)?.amountFen ?? null) : readCell(text, account).fen;
    },
    [texts],
  );
  const sums = useMemo(() => sumsOf(villages, accounts, bands, fenOf), [villages, accounts, bands, fenOf]);
  const changes = changesOf(villages, accounts, texts);
  const amount = (fen: number | null) => (fen === null ? "—" : fen === 0 ? "0" : formatFen(fen));

  const write = (values: Texts) => {
    for (const input of inputsIn(table.current)) if (values[input.name] !== undefined) input.value = values[input.name] ?? "";
    table.current?.dispatchEvent(new Event("input", { bubbles: true })); // the draft listens for it
  };
  const onPaste = (event: ClipboardEvent) => {
    const at = (event.target as HTMLElement).dataset;
    const text = event.clipboardData.getData("text/plain");
    if (!at.village || !/[\t\n\r]/.test(text.trim())) return; // a single amount is pasted by the browser
    event.preventDefault();
    const placement = placePaste(text, sheet, { villageId: Number(at.village), accountId: Number(at.account) });
    const now = textsIn(table.current);
    const fields = placement.cells.map((cell) => ({ ...cell, name: cellName(cell.villageId, cell.accountId) }));
    const open = fields.filter((field) => field.name in now);
    const closed = fields.filter((field) => !(field.name in now)).map((field) => field.text);
    setPasted({
      placement: { ...placement, cells: open, left: [...placement.left, ...closed] },
      before: Object.fromEntries(open.map(({ name }) => [name, now[name] ?? ""])),
    });
    write(Object.fromEntries(open.map(({ name, text: given }) => [name, given])));
  };
  const undo = () => {
    if (pasted) write(pasted.before);
    setPasted(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && pasted) {
      event.preventDefault();
      undo();
      return;
    }
    const input = event.target as HTMLInputElement;
    const step = stepOf(event, input);
    if (!step) return;
    const next = neighbour(table.current, input, step);
    if (event.key === "Enter" || next) event.preventDefault();
    next?.focus();
    next?.select();
  };

  const counts = words.changes
    .replace("{filled}", String(changes.filled))
    .replace("{corrected}", String(changes.corrected))
    .replace("{bad}", String(changes.bad));
  return (
    <>
      {pasted && <PasteNotice placement={pasted.placement} words={words} onUndo={undo} onClose={() => setPasted(undefined)} />}
      {shown !== undefined && (
        <div className="sticky top-[52px] z-10 -mx-4 mb-3 flex items-center gap-2 border-b border-line bg-sheet px-4 py-2 phone:hidden">
          <button type="button" className="button" disabled={shown === 0} onClick={() => setShown(shown - 1)} aria-label={words.previous}>
            ‹
          </button>
          <select className="input" aria-label={words.choose} value={shown} onChange={(event) => setShown(Number(event.target.value))}>
            {villages.map((village, index) => (
              <option key={village.id} value={index}>
                {sums.rows[index]?.monthFen === null ? "○" : "●"} {village.name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={shown === villages.length - 1}
            onClick={() => setShown(shown + 1)}
            aria-label={words.next}
          >
            ›
          </button>
        </div>
      )}
      <TableScroll
        label={words.village}
        className="sheet phone:max-h-[calc(100dvh-250px)] phone:min-h-80 phone:overflow-auto max-phone:border-0! max-phone:bg-transparent! max-phone:shadow-none!"
      >
        <table
          ref={table}
          className="grid-table sticky-first sticky-head income-grid max-phone:block"
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onInput={reread}
        >
          <thead className="max-phone:hidden">
            <tr>
              <th scope="col" rowSpan={2}>
                {words.village}
              </th>
              {accounts
                .filter((account) => account.first)
                .map((account) => (
                  <th key={account.id} scope="colgroup" colSpan={account.span} className="border-l border-line text-center!">
                    {account.group}
                  </th>
                ))}
              {[words.month, words.year, words.gap].map((head) => (
                <th key={head} scope="col" rowSpan={2} className="num border-l border-line">
                  {head}
                </th>
              ))}
              <th scope="col" rowSpan={2}>
                {words.tier}
              </th>
            </tr>
            <tr>
              {accounts.map((account) => (
                <th key={account.id} scope="col" className={`num whitespace-normal! ${account.first ? "border-l border-line" : ""}`}>
                  <b className="font-semibold">{account.code}</b>
                  <small className="block max-w-24 text-[11px] leading-tight">{account.name}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-phone:grid max-phone:gap-3">
            {villages.map((village, row) => {
              const sum = sums.rows[row];
              return (
                <tr
                  key={village.id}
                  className={`max-phone:grid-cols-2 max-phone:gap-3 max-phone:rounded-lg max-phone:border max-phone:border-line max-phone:bg-sheet max-phone:p-4 ${shown === undefined || shown === row ? "max-phone:grid" : "max-phone:hidden"}`}
                >
                  <th
                    scope="row"
                    className="whitespace-nowrap align-middle! font-medium! max-phone:static! max-phone:col-span-2 max-phone:block max-phone:border-0! max-phone:p-0! max-phone:text-lg max-phone:font-bold!"
                  >
                    {village.name}
                  </th>
                  {accounts.map((account, column) => (
                    <GridCell
                      key={account.id}
                      editable={editable}
                      village={village}
                      account={account}
                      row={row}
                      column={column}
                      text={texts[cellName(village.id, account.id)]}
                      words={words}
                      ledger={ledgers[`${village.id}.${account.id}`] ?? ""}
                    />
                  ))}
                  <Sum label={words.month} value={amount(sum?.monthFen ?? null)} />
                  <Sum label={words.year} value={amount(sum?.yearFen ?? null)} strong />
                  <Sum label={words.gap} value={sum?.met ? words.met : amount(sum?.gapFen ?? null)} className={sum?.met ? "text-ok" : "text-bad"} />
                  <td className="align-middle! max-phone:block max-phone:border-0! max-phone:p-0! max-phone:text-right">
                    <span className={`tier-${sum?.tier} inline-block whitespace-nowrap rounded-[3px] px-1.5 text-xs leading-5`}>
                      {tierNames[sum?.tier ?? ""]}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
          <tfoot className="max-phone:hidden">
            <tr>
              <th scope="row">{words.total}</th>
              {accounts.map((account) => (
                <td key={account.id} className="num">
                  {amount(sums.columns.get(account.id) ?? null)}
                </td>
              ))}
              <td className="num">{amount(sums.totals.monthFen)}</td>
              <td className="num">{amount(sums.totals.yearFen)}</td>
              <td className="num">{amount(sums.totals.gapFen)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </TableScroll>
      {editable && (
        <div className="no-print mt-3 flex flex-wrap items-start gap-x-6 gap-y-2">
          <TextField name="reason" label={words.reason} hint={words.reasonHint} required={changes.corrected > 0} className="w-[26rem] max-w-full" />
          <p className="mt-6 text-[13px] text-ink-2 max-phone:mt-0" role="status">
            {changes.filled + changes.corrected + changes.bad === 0 ? words.noChanges : counts}
          </p>
        </div>
      )}
    </>
  );
}

function Sum({ label, value, strong, className = "" }: { label: string; value: string; strong?: boolean; className?: string }) {
  return (
    <td
      className={`num align-middle! max-phone:flex max-phone:justify-between max-phone:border-0! max-phone:p-0! max-phone:col-span-2 ${strong ? "font-semibold" : ""} ${className}`}
    >
      <span className="text-ink-2 phone:hidden">{label}</span>
      {value}
    </td>
  );
}

const inputsIn = (table: HTMLTableElement | null) => [...(table?.querySelectorAll("input") ?? [])];
const textsIn = (table: HTMLTableElement | null): Texts => Object.fromEntries(inputsIn(table).map((input) => [input.name, input.value]));

const givenTexts = (villages: readonly GridVillage[]): Texts =>
  Object.fromEntries(
    villages.flatMap((village) =>
      village.cells
        .filter((cell) => cell.postings <= 1)
        .flatMap((cell) => [
          [cellName(village.id, cell.accountId), typedText(cell.amountFen)],
          [readName(village.id, cell.accountId), cell.amountFen === null ? "" : String(cell.amountFen)],
        ]),
    ),
  );

/** Arrows and Enter move between cells; left and right only from the end of the text, so that it can be edited. */
function stepOf(event: KeyboardEvent, input: HTMLInputElement): [rows: number, columns: number] | undefined {
  if (!input.dataset.village || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const atStart = input.selectionStart === 0 && (input.selectionEnd === 0 || input.selectionEnd === input.value.length);
  const atEnd = input.selectionEnd === input.value.length && (input.selectionStart === input.value.length || input.selectionStart === 0);
  if (event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey)) return [1, 0];
  if (event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey)) return [-1, 0];
  if (event.key === "ArrowLeft" && atStart) return [0, -1];
  if (event.key === "ArrowRight" && atEnd) return [0, 1];
  return undefined;
}

function neighbour(table: HTMLTableElement | null, from: HTMLInputElement, [rows, columns]: [number, number]) {
  const at = (row: number, column: number) => table?.querySelector<HTMLInputElement>(`input[data-row="${row}"][data-column="${column}"]`);
  let row = Number(from.dataset.row);
  let column = Number(from.dataset.column);
  for (let tries = 0; tries < 200; tries++) {
    row += rows;
    column += columns;
    if (row < 0 || column < 0 || !table?.querySelector(`tbody > tr:nth-child(${row + 1}) > :nth-child(${column + 2})`)) return undefined;
    const next = at(row, column);
    if (next) return next;
  }
  return undefined;
}
