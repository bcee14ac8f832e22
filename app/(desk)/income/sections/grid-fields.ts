import { cellName } from "#lib/income/rules/cells.ts";
import { fieldText, type GridVillage, readName } from "./grid-sums.ts";

/** What stands in the fields of the grid, by their names. */
export type Texts = Record<string, string>;

const inputsIn = (table: HTMLTableElement | null) => [...(table?.querySelectorAll("input") ?? [])];
export const textsIn = (table: HTMLTableElement | null): Texts =>
  Object.fromEntries(inputsIn(table).map((input) => [input.name, input.value]));

/** What the page was opened with. */
export const givenTexts = (villages: readonly GridVillage[]): Texts =>
  Object.fromEntries(
    villages.flatMap((village) =>
      village.cells
        .filter((cell) => cell.postings <= 1)
        .flatMap((cell) => [
          [cellName(village.id, cell.accountId), fieldText(cell.amountFen)],
          [readName(village.id, cell.accountId), cell.amountFen === null ? "" : String(cell.amountFen)],
        ]),
    ),
  );

/** Writes into the fields that are there, as if it were typed: the draft listens for it. */
export function writeTexts(table: HTMLTableElement | null, values: Texts): void {
  for (const input of inputsIn(table))
    if (values[input.name] !== undefined) input.value = values[input.name] ?? "";
  table?.dispatchEvent(new Event("input", { bubbles: true }));
}
