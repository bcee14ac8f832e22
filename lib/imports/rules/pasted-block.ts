import { amountOf, type WrittenUnit } from "#lib/core/money.ts";
import { addressOf, type Cell, type ReadSheet, textOf } from "#lib/spreadsheets/cells.ts";
import { type Line, linesOf } from "#lib/spreadsheets/headings.ts";
import { isTotal } from "#lib/spreadsheets/sheet-table.ts";
import { saysNothing } from "#lib/spreadsheets/values.ts";
import type { Sentence } from "./diff.ts";
import { columnOfNames, fromStart, type Grid, placed, villageMeant, villageOf } from "./placement.ts";
import { choice, keyOf, says } from "./questions.ts";
import { askedOfTitles, unclearTitles } from "./titles.ts";
import { smallBare } from "./units.ts";

type Row = { row: (Cell | null)[]; at: number };

/**
 * A block without headings: villages by name where a column names them, else from the cell it was pasted
 * into.
 */
export function placeBlock(grid: Grid, sheet: ReadSheet): void {
  const { places, accounts, from, placement } = grid;
  const { body, lines, headed } = partsOf(sheet, grid);
  const nameAt = namesAt(body, grid);
  const last = Math.max(-1, ...nameAt);
  const first = accounts.findIndex((account) => account.id === from?.accountId);
  if (askedOfTitles({ ...grid, sheet }, lines, "")) return;
  placement.notes.push(...unclearTitles(lines, grid.expected));
  if (headed && askedOfHead(grid, headed) === "stop") return;
  const unit = unitOf(
    lines,
    body.flatMap(({ row }) => row.slice(last + 1)),
    grid,
  );
  const seen = new Map<number, number>();
  for (const [index, { row, at }] of body.entries()) {
    const names = nameAt.map((column) => textOf(row[column]));
    const label = names.find(Boolean) ?? "";
    if (row.every(saysNothing)) continue;
    const isNamed = nameAt.length > 0 ? villageOf(places.known, names) : fromStart(grid, index);
    if (!isNamed && row.slice(0, Math.max(1, last + 1)).some((cell) => isTotal(textOf(cell)))) continue;
    const { is: village, none } =
      nameAt.length > 0 && row.slice(last + 1).some((cell) => !saysNothing(cell))
        ? villageMeant(grid, names, addressOf(at, nameAt[0] ?? 0))
        : { is: isNamed, none: undefined };
    const twice = village && seen.get(village.id);
    if (village) seen.set(village.id, twice ?? at + 1);
    const why: Sentence | undefined =
      twice && village ? { key: "intake.says.twice", values: { name: village.label, line: twice } } : none;
    for (const [column, cell] of row.entries()) {
      if (column <= last || saysNothing(cell)) continue;
      const account = first < 0 ? undefined : accounts[first + column - last - 1];
      const text = textOf(cell);
      if (why)
        placement.refused.push({ village: village?.label ?? label, account: account?.code ?? "", text, why });
      else if (!village || !account) placement.left.push([label, text].filter(Boolean).join(" "));
      else placement.cells.push(placed(village.id, account.id, cell, unit ?? "yuan", addressOf(at, column)));
    }
  }
}

/**
 * The rows of amounts, what stands above them and says what they are, and a row of words above them that is
 * no heading here.
 */
function partsOf(sheet: ReadSheet, { places }: Grid) {
  const lineOf = (at: number) =>
    linesOf({ ...sheet, rows: [sheet.rows[at] ?? []] }, 0, "above").map((line) => ({
      ...line,
      at: { ...line.at, row: at },
    }));
  const isWords = (row: readonly (Cell | null)[]) =>
    row.every((cell) => amountOf(textOf(cell)) === "notAnAmount" || saysNothing(cell));
  const namesOne = (row: readonly (Cell | null)[]) =>
    row.some((cell) => villageOf(places.known, [textOf(cell)]));
  const saysUnit = (lines: readonly Line[]) =>
    lines.some(({ claims }) => claims.some((claim) => claim.is === "unit" && claim.sure));
  const above = sheet.rows.findIndex((row) => !isWords(row) || namesOne(row));
  const body: Row[] = [];
  const lines: Line[] = [];
  let headed: Line[] | undefined;
  for (const [at, row] of sheet.rows.entries()) {
    const own = lineOf(at);
    const isLine =
      own.length > 0 && isWords(row) && !namesOne(row) && (saysUnit(own) || (at < above && own.length === 1));
    if (isLine) lines.push(...own);
    else if (at < above && own.length > 1) headed = own;
    else body.push({ row, at });
  }
  return { body, lines, headed };
}

/** The column of the villages' names: of those that are known, else the first of words beside amounts. */
function namesAt(body: readonly Row[], { places }: Grid): number[] {
  const rows = body.map(({ row }) => row);
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width < 2) return [];
  const known = columnOfNames(rows, places.known);
  if (known.length > 0) return known;
  const isWord = (cell: Cell | null | undefined) =>
    /\p{L}/u.test(textOf(cell)) && amountOf(textOf(cell)) === "notAnAmount";
  const filled = rows.filter((row) => !row.every(saysNothing));
  const at = Array.from({ length: width - 1 }, (_, column) => column).find(
    (column) =>
      filled.length > 0 &&
      filled.every(
        (row) =>
          isWord(row[column]) &&
          row.slice(column + 1).some((cell) => typeof amountOf(textOf(cell)) === "number"),
      ),
  );
  return at === undefined ? [] : [at];
}

/** Words above the amounts that name no account here: by place, they would go to whatever stands there. */
const askedOfHead = ({ asking }: Grid, head: readonly Line[]) =>
  asking.answer({
    key: keyOf("head", ...head.map(({ text }) => text)),
    says: says("head", { texts: head.map(({ text }) => text.slice(0, 30)).join("、") }),
    choices: [choice("take", "byPlace"), choice("stop", "stopPaste")],
    remembered: false,
  });

function unitOf(
  lines: readonly Line[],
  cells: readonly (Cell | null)[],
  { asking }: Grid,
): WrittenUnit | undefined {
  const sure = lines.flatMap(({ claims }) =>
    claims.flatMap((claim) => (claim.is === "unit" && claim.sure && claim.unit !== "percent" ? [claim] : [])),
  );
  const units = [...new Set(sure.map(({ unit }) => unit as WrittenUnit))];
  const shown = cells.filter((cell) => !saysNothing(cell)).map(textOf);
  if (units.length === 1) return units[0];
  const isOpen = units.length > 1 || smallBare(cells);
  if (!isOpen) return undefined;
  return asking.answer({
    key: keyOf("noUnit", ...shown),
    says:
      units.length > 1
        ? says("units", { texts: sure.map(({ text }) => text).join("、") })
        : says("noUnit", { cells: shown.slice(0, 3).join("、") }),
    choices: (units.length > 1 ? units : ["yuan", "qian", "wan"]).map((unit) =>
      choice(unit, "unit", { unit }),
    ),
    remembered: false,
  }) as WrittenUnit | undefined;
}
