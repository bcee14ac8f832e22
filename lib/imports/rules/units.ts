import { amountOf, fenPlaces, namesUnit, type WrittenUnit } from "#lib/core/money.ts";
import type { Cell } from "#lib/spreadsheets/cells.ts";
import { placeIn, type Table, unitIn, unitsSaid } from "#lib/spreadsheets/sheet-table.ts";
import { saysNothing } from "#lib/spreadsheets/values.ts";
import { type About, amountsIn, listed } from "./about.ts";
import type { Sentence } from "./diff.ts";
import { choice, keyOf, says } from "./questions.ts";

// What numbers are in: said by a heading or a line, else asked.

const smallFen = 10_000;

/**
 * What the table's numbers are in, where its headings do not say it: the one unit that is stated, else asked.
 */
export function tellUnit(about: About, table: Table): void {
  const { asking } = about;
  const units = unitsSaid(table).filter((unit) => unit !== "percent");
  const unitless = amountsIn(about, table).filter(
    (field) => table.columns.get(field.key)?.unit === undefined,
  );
  if (unitless.length === 0) return;
  const form = [...table.columns.values()].map((heading) => heading.text);
  const of = (...some: string[]) => [...new Set(some)].map((unit) => choice(unit, "unit", { unit }));
  if (units.length > 1) {
    table.unit = asking.answer({
      key: keyOf("unit", ...units, ...form),
      says: says("units", {
        texts: listed(
          table.lines
            .filter((line) => line.claims.some((claim) => claim.is === "unit" && claim.sure))
            .map(({ text }) => text.slice(0, 30)),
        ),
      }),
      choices: of(...units),
      remembered: true,
    }) as WrittenUnit | undefined;
    return;
  }
  if (units.length === 1) {
    table.unit = units[0];
    return;
  }
  const mention = table.lines.flatMap((line) =>
    line.claims.flatMap((claim) =>
      claim.is === "unit" && !claim.sure ? [{ unit: claim.unit, text: line.text }] : [],
    ),
  )[0];
  if (mention) {
    table.unit = asking.answer({
      key: keyOf("mention", mention.text, ...form),
      says: says("mention", { text: mention.text.slice(0, 60) }),
      choices: of(mention.unit, "yuan"),
      remembered: true,
    }) as WrittenUnit | undefined;
    return;
  }
  const cells = unitless.flatMap((field) =>
    table.rows.map((row) => ({ row, key: field.key, cell: row.cells.get(field.key) ?? null })),
  );
  const small = smallBare(cells.map(({ cell }) => cell));
  if (!small) return;
  const first = cells
    .filter(({ cell }) => cell && !saysNothing(cell))
    .map(({ row, key, cell }) => `${placeIn(table, row, key)} ${cell?.shown ?? ""}`);
  table.unit = asking.answer({
    key: keyOf("noUnit", ...form),
    says: says("noUnit", { cells: first.slice(0, 3).join("、") }),
    choices: of("yuan", "qian", "wan"),
    remembered: true,
  }) as WrittenUnit | undefined;
}

/** Bare amounts, all below a hundred: nobody's income of a month in yuan, as likely as not. */
export function smallBare(cells: readonly (Cell | null)[]): boolean {
  const amounts = cells.flatMap((cell) => {
    if (!cell || saysNothing(cell) || (cell.kind !== "number" && cell.kind !== "text")) return [];
    const fen = amountOf(cell.kind === "number" ? String(cell.value) : cell.shown);
    const read = fen === "finerThanAFen" ? 1 : fen;
    return typeof read === "number" && read !== 0
      ? [{ fen: read, bare: cell.kind === "number" || !namesUnit(cell.shown) }]
      : [];
  });
  return amounts.length > 0 && amounts.every(({ fen, bare }) => bare && Math.abs(fen) < smallFen);
}

/** How many times larger a number is kept than it is shown, as a power of ten; 0 where both say the same. */
function timesKept(cell: Cell): number {
  if (cell.kind !== "number" || cell.shown === String(cell.value)) return 0;
  const digits = cell.shown.replace(/[^\d.,()+-]/g, "");
  const shownFen = amountOf(digits);
  if (namesUnit(cell.shown)) return 0;
  const shown = typeof shownFen === "number" ? shownFen / 100 : Number(digits.replaceAll(",", ""));
  const value = cell.value as number;
  if (!shown || !value) return 0;
  const places = Math.round(Math.log10(Math.abs(value / shown)));
  return [3, 4, 6, 8].includes(places) && Math.abs(value / shown / 10 ** places - 1) < 0.2 ? places : 0;
}

/**
 * The unit of a cell whose number is kept otherwise than shown: 98765 shown as 9.9 by the format 0!.0, where
 * the heading says 万元 is kept in yuan. Where nothing says what is shown, it is asked.
 */
export function unitOtherwise(
  about: About,
  table: Table,
  notes: Sentence[],
): (key: string, cell: Cell) => WrittenUnit | undefined {
  const found = new Map<string, WrittenUnit>();
  for (const field of amountsIn(about, table)) {
    const odd = table.rows.flatMap((row) => {
      const cell = row.cells.get(field.key);
      if (!cell) return [];
      const suffixed =
        cell.kind === "number" &&
        cell.shown !== String(cell.value) &&
        namesUnit(cell.shown) &&
        !/[¥￥]/.test(cell.shown);
      return timesKept(cell) !== 0 || suffixed ? [{ row, cell, times: timesKept(cell) }] : [];
    });
    const [first] = odd;
    if (!first) continue;
    const unit = unitIn(table, field.key);
    const at = placeIn(table, first.row, field.key);
    if (first.times === 0 || fenPlaces[unit] - 2 === first.times) {
      if (unit === "yuan") continue;
      found.set(field.key, "yuan");
      notes.push({
        key: "intake.note.keptInYuan",
        values: { at, shown: first.cell.shown, value: first.cell.value as number, count: odd.length },
      });
      continue;
    }
    const answer = about.asking.answer({
      key: keyOf("kept", field.key, table.columns.get(field.key)?.text ?? "", String(first.times)),
      says: says("kept", { at, shown: first.cell.shown, value: first.cell.value as number }),
      choices: [
        choice("kept", "keptNumber", { value: first.cell.value as number, unit: "yuan" }),
        ...(unit === "yuan"
          ? []
          : [choice("unit", "keptNumber", { value: first.cell.value as number, unit })]),
      ],
      remembered: true,
    });
    if (answer === "kept") found.set(field.key, "yuan");
  }
  return (key, cell) =>
    found.has(key) && (timesKept(cell) !== 0 || (cell.kind === "number" && namesUnit(cell.shown)))
      ? found.get(key)
      : undefined;
}
