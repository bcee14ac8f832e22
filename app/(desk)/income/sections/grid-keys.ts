import type { KeyboardEvent } from "react";

/** Moves between the cells of the grid by Enter and arrows, as a spreadsheet does. */
export function moveByKey(event: KeyboardEvent, table: HTMLTableElement | null): void {
  const input = event.target as HTMLInputElement;
  const step = stepOf(event, input);
  if (!step) return;
  const next = neighbour(table, input, step);
  if (event.key === "Enter" || next) event.preventDefault();
  next?.focus();
  next?.select();
}

/**
 * Arrows and Enter move between cells; left and right only from the end of the text, so that it can be
 * edited.
 */
function stepOf(event: KeyboardEvent, input: HTMLInputElement): [rows: number, columns: number] | undefined {
  if (!input.dataset.village || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const atStart =
    input.selectionStart === 0 && (input.selectionEnd === 0 || input.selectionEnd === input.value.length);
  const atEnd =
    input.selectionEnd === input.value.length &&
    (input.selectionStart === input.value.length || input.selectionStart === 0);
  if (event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey)) return [1, 0];
  if (event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey)) return [-1, 0];
  if (event.key === "ArrowLeft" && atStart) return [0, -1];
  if (event.key === "ArrowRight" && atEnd) return [0, 1];
  return undefined;
}

function neighbour(
  table: HTMLTableElement | null,
  from: HTMLInputElement,
  [rows, columns]: [number, number],
) {
  const at = (row: number, column: number) =>
    table?.querySelector<HTMLInputElement>(`input[data-row="${row}"][data-column="${column}"]`);
  let row = Number(from.dataset.row);
  let column = Number(from.dataset.column);
  for (let tries = 0; tries < 200; tries++) {
    row += rows;
    column += columns;
    if (
      row < 0 ||
      column < 0 ||
      !table?.querySelector(`tbody > tr:nth-child(${row + 1}) > :nth-child(${column + 2})`)
    )
      return undefined;
    const next = at(row, column);
    if (next) return next;
  }
  return undefined;
}
