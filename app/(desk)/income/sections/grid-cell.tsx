"use client";

import { fill } from "#app/_ui/filled-words.ts";
import { Theirs } from "#app/_ui/form-fields.tsx";
import { useField } from "#app/_ui/live-form.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import { formatFen, parseYuan } from "#lib/core/money.ts";
import { cellName, readCell } from "#lib/income/rules/cells.ts";
import { fieldText, type GridAccount, type GridVillage, oddCell, readName } from "./grid-sums.ts";
import type { cellWords } from "./words.ts";

type Props = {
  editable: boolean;
  village: GridVillage;
  account: GridAccount;
  row: number;
  column: number;
  /** What stands in the field now, to mark a bad amount while it is typed. */
  text: string | undefined;
  /** What somebody said is right though out of all proportion. */
  right: string | undefined;
  words: Words<typeof cellWords>;
  /** Where the postings of a cell that is made of several are shown. */
  ledger: string;
};

/**
 * One amount of the grid. Uncontrolled, so that the browser, a draft and a form without JavaScript may fill
 * it alike.
 */
export function GridCell({ editable, village, account, row, column, text, right, words, ledger }: Props) {
  const cell = village.cells.find((each) => each.accountId === account.id);
  const name = cellName(village.id, account.id);
  const read = cell?.amountFen ?? null;
  const field = useField(name, fieldText(read));
  const readField = useField(readName(village.id, account.id), fenText(read));
  // The server is told what the cell was made from: of a draft that met another amount that is what the draft
  // was made from.
  const madeFrom = field.stands ?? field.from;
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
    ...(cell && cell.sharedFen !== 0 ? [fill(words.shared, { amount: formatFen(cell.sharedFen) })] : []),
  ];
  const shared = besides.length > 0 && (
    <small className="block text-right text-[11px] leading-tight text-ink-3">{besides.join(" · ")}</small>
  );
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
            title={fill(words.postings, { count: cell.postings })}
          >
            {formatFen(cell.amountFen ?? 0)}
            <small className="ml-1 text-ink-3">×{cell.postings}</small>
          </a>
        ) : (
          <span className="block leading-[30px]">
            {cell?.amountFen == null ? "—" : formatFen(cell.amountFen)}
          </span>
        )}
        {shared}
      </td>
    );
  }
  const found = text === undefined ? undefined : readCell(text, account).problem;
  const odd = text === right ? null : oddCell(village, account, text);
  const problem = found
    ? words[found]
    : !odd && (text === undefined || text === field.value)
      ? field.error
      : undefined;
  const doubt =
    odd &&
    fill(words[odd], {
      usual: formatFen(cell?.usual.typicalFen ?? 0),
      year: formatFen(cell?.usual.yearFen ?? 0),
    });
  const isShared = field.current !== undefined;
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
        aria-describedby={problem || doubt || isShared ? `note-${name}` : undefined}
        title={problem ?? doubt ?? undefined}
        className={`input ${doubt ? "border-warn! bg-warn-bg!" : ""} min-h-[30px]! min-w-[76px] rounded-[4px]! px-1.5! py-0.5! text-right max-phone:min-h-11! max-phone:text-base!`}
      />
      <input
        key={`read${field.attempt} ${madeFrom}`}
        type="hidden"
        name={readName(village.id, account.id)}
        defaultValue={madeFrom === undefined ? readField.value : fenText(parseYuan(madeFrom))}
      />
      {shared}
      {(problem || doubt || isShared) && (
        <span
          id={`note-${name}`}
          className="mt-0.5 block whitespace-normal text-right text-[11px] leading-tight"
        >
          {problem && <span className="text-bad">{problem}</span>}
          {doubt && <span className="block text-warn">▲ {doubt}</span>}
          {isShared && (
            <span className="block text-warn">
              <Theirs field={field} shown={field.current || words.none} />
            </span>
          )}
        </span>
      )}
    </td>
  );
}

const fenText = (fen: number | null) => (fen === null ? "" : String(fen));
