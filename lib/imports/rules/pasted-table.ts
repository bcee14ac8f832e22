import { amountOf } from "#lib/core/money.ts";
import { addressOf, type Cell, type ReadSheet, textOf } from "#lib/spreadsheets/cells.ts";
import type { WantedColumn } from "#lib/spreadsheets/headings.ts";
import { plainHeading } from "#lib/spreadsheets/meaning.ts";
import { isTotal, unitIn } from "#lib/spreadsheets/sheet-table.ts";
import { saysNothing } from "#lib/spreadsheets/values.ts";
import type { Sentence } from "./diff.ts";
import { columnOfNames, fromStart, type Grid, placed, villageMeant, villageOf } from "./placement.ts";
import type { Understood } from "./understanding.ts";

// A pasted text with headings: each amount by its column and its row.

const deepestHead = 10;

/**
 * Does one of the first rows name accounts? Codes alone could be amounts: there must be a word among them
 * that is no village, or two of them, and no other number. A code of the other chart of accounts heads a
 * column too: by place, its amounts would go to whatever stands there.
 */
export function isHead(
  sheet: ReadSheet,
  wanted: readonly WantedColumn[],
  { places: { known }, expected }: Grid,
): boolean {
  const headings = new Set(
    [...wanted.flatMap(({ names }) => names), ...(expected.otherRegimes?.names.keys() ?? [])].map(
      plainHeading,
    ),
  );
  return sheet.rows.slice(0, deepestHead).some((row) => {
    const texts = row.map(textOf).filter(Boolean);
    const named = texts.filter((text) => headings.has(plainHeading(text)));
    const words = texts.filter(
      (text) => /\p{L}/u.test(text) && amountOf(text) === "notAnAmount" && !villageOf(known, [text]),
    );
    const numbers = texts.filter(
      (text) => !headings.has(plainHeading(text)) && amountOf(text) !== "notAnAmount",
    );
    return (named.length > 1 || words.length > 0) && numbers.length === 0 && namesSome(row, headings);
  });
}
/** A name by itself or within more words: "经营收入本年累计". */
const namesSome = (row: readonly (Cell | null)[], headings: ReadonlySet<string>) =>
  row.some((cell) => {
    const plain = plainHeading(textOf(cell));
    return (
      plain !== "" &&
      (headings.has(plain) || [...headings].some((name) => name.length > 2 && plain.includes(name)))
    );
  });

export function placeByHead(
  grid: Grid,
  sheet: ReadSheet,
  { table, unitOf, isLeft, notes, never }: Understood,
  fields: readonly { key: string; identifies?: true }[],
): void {
  const { placement, places } = grid;
  placement.notes.push(...notes);
  if (table.repeated.length > 0)
    placement.notes.push({
      key: "intake.note.repeated",
      values: { cells: table.repeated.map(({ at }) => at).join("、") },
    });
  const inUnits = fields
    .filter(({ key }) => table.columns.has(key) && grid.byCode.has(key) && unitIn(table, key) !== "yuan")
    .map(({ key }) => key);
  if (inUnits[0])
    placement.notes.push({
      key: "intake.note.unit",
      values: { unit: unitIn(table, inUnits[0]), headings: inUnits.join("、") },
    });
  const neverKeys = new Set(never.map(({ field }) => field.key));
  const named = ["name", "code"].flatMap((key) => table.columns.get(key)?.column ?? []);
  const nameAt = named.length > 0 ? named : columnOfNames(sheet.rows.slice(table.headingRow), places.known);
  const seen = new Map<number, number>();
  const mapped = new Set(
    [...[...table.candidates.values()].flat(), ...table.columns.values()].map(({ column }) => column),
  );
  const firstName = Math.max(-1, ...nameAt);
  const width = (sheet.rows[table.headingRow - 1] ?? []).map(textOf);
  for (const [index, row] of table.rows.entries()) {
    if (isLeft(row)) continue;
    const cells = sheet.rows[row.number - 1] ?? [];
    const texts = nameAt.map((at) => textOf(cells[at]));
    const label = texts.find(Boolean) ?? "";
    const values = fields.filter(
      ({ key, identifies }) =>
        !identifies && table.columns.has(key) && !saysNothing(row.cells.get(key)) && !isLeft(row, key),
    );
    const { is: village, none } =
      nameAt.length === 0
        ? { is: fromStart(grid, index), none: undefined }
        : values.length > 0
          ? villageMeant(grid, texts, addressOf(row.number - 1, nameAt[0] ?? 0))
          : { is: villageOf(places.known, texts), none: undefined };
    const twice = village && seen.get(village.id);
    if (village) seen.set(village.id, twice ?? row.number);
    const why: Sentence | undefined = row.surplus
      ? { key: "intake.says.surplus", values: { count: row.surplus.length, texts: row.surplus.join("、") } }
      : twice
        ? { key: "intake.says.twice", values: { name: village.label, line: twice } }
        : none;
    for (const { key } of values) {
      const cell = row.cells.get(key) ?? null;
      const text = textOf(cell);
      const account = grid.byCode.get(key);
      const refuse = (reason: Sentence) =>
        placement.refused.push({ village: village?.label ?? label, account: key, text, why: reason });
      if (neverKeys.has(key)) {
        const reason = never.find(({ field }) => field.key === key)?.field.never;
        if (reason) refuse(reason);
      } else if (why) refuse(why);
      else if (!village || !account) placement.left.push([label, text].filter(Boolean).join(" "));
      else
        placement.cells.push(
          placed(
            village.id,
            account.id,
            cell,
            unitOf(key, cell),
            addressOf(row.number - 1, table.columns.get(key)?.column ?? 0),
          ),
        );
    }
    for (const [at, cell] of cells.entries()) {
      if (
        at <= firstName ||
        mapped.has(at) ||
        saysNothing(cell) ||
        at >= width.length ||
        isTotal(width[at] ?? "")
      )
        continue;
      placement.left.push([label, textOf(cell)].filter(Boolean).join(" "));
    }
  }
}
