"use client";

import { useField } from "#app/_components/live-form.tsx";
import { cellName } from "#lib/income/cells.ts";
import { formatFen } from "#lib/money.ts";
import { type GridAccount, type GridVillage, readCell, readName, typedText } from "./grid-sums.ts";

export type CellWords = Record<"notAnAmount" | "negative" | "theirs" | "postings" | "none" | "shared" | "oneOff", string>;

type Props = {
  editable: boolean;
  village: GridVillage;
  account: GridAccount;
  row: number;
  column: number;
  /** What stands in the field now, to mark a bad amount while it is typed. */
  text: string | undefined;
  words: CellWords;
  /** Where the postings of a cell that is made of several are shown. */
  ledger: string;
};

/** One amount of the grid. Uncontrolled, so that the browser, a draft and a form without JavaScript may fill it alike. */
export function GridCell({ editable, village, account, row, column, text, words, ledger }: Props) {
  const cell = village.cells.find((each) => each.accountId === account.id);
  const name = cellName(village.id, account.id);
  const read = cell?.amountFen ?? null;
  const field = useField(name, typedText(read));
  const readField = useField(readName(village.id, account.id), read === null ? "" : String(read));
  const id = `field-${name}`;
  const label = (
    <label
      htmlFor={id}
      className="sr-only max-phone:not-sr-only max-phone:mb-0.5 max-phone:block max-phone:text-left max-phone:text-xs max-phone:text-ink-2"
    >
      <span data-label>
        <span className="max-phone:hidden">{village.name} </span>
        {account.code} {account.name}
      </span>
    </label>
  );
  const besides = [
    ...(cell?.oneOff ? [words.oneOff] : []),
    ...(cell && cell.sharedFen !== 0 ? [words.shared.replace("{amount}", formatFen(cell.sharedFen))] : []),
  ];
  const shared = besides.length > 0 && <small className="block text-right text-[11px] leading-tight text-ink-3">{besides.join(" · ")}</small>;
  if (!editable || (cell && cell.postings > 1)) {
    return (
      <td className="num max-phone:block max-phone:border-0! max-phone:p-0!">
        <span className="phone:hidden block text-left text-xs text-ink-2">
          {account.code} {account.name}
        </span>
        {cell && cell.postings > 1 ? (
          <a
            href={ledger}
            className="block leading-[30px] underline decoration-dotted"
            title={words.postings.replace("{count}", String(cell.postings))}
          >
            {formatFen(cell.amountFen ?? 0)}
            <small className="ml-1 text-ink-3">×{cell.postings}</small>
          </a>
        ) : (
          <span className="block leading-[30px]">{cell?.amountFen == null ? "—" : formatFen(cell.amountFen)}</span>
        )}
        {shared}
      </td>
    );
  }
  const problem =
    field.error ?? (text !== undefined && readCell(text, account).problem ? words[readCell(text, account).problem ?? "none"] : undefined);
  const theirs = field.current === undefined ? undefined : field.current === "" ? words.none : typedText(Number(field.current));
  return (
    <td className="num max-phone:block max-phone:border-0! max-phone:p-0!">
      {label}
      <input
        key={field.attempt}
        id={id}
        name={name}
        defaultValue={field.value}
        inputMode="decimal"
        autoComplete="off"
        data-row={row}
        data-column={column}
        data-village={village.id}
        data-account={account.id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem || theirs !== undefined ? `note-${name}` : undefined}
        title={problem}
        className="input min-h-[30px]! min-w-[76px] rounded-[4px]! px-1.5! py-0.5! text-right max-phone:min-h-11! max-phone:text-base!"
      />
      <input
        key={`read${field.attempt}`}
        type="hidden"
        name={readName(village.id, account.id)}
        defaultValue={field.current === undefined ? readField.value : field.current}
      />
      {shared}
      {(problem || theirs !== undefined) && (
        <span id={`note-${name}`} className="mt-0.5 block whitespace-normal text-right text-[11px] leading-tight">
          {problem && <span className="text-bad">{problem}</span>}
          {theirs !== undefined && (
            <span className="text-warn">
              {words.theirs}
              {theirs}
            </span>
          )}
        </span>
      )}
    </td>
  );
}
