import { parse } from "csv-parse/sync";
import { Refused } from "../errors.ts";
import type { SheetLimits } from "./limits.ts";
import type { SentSheet } from "./sent.ts";

/**
 * A text of rows as a sheet, named like its file: UTF-8 with or without its mark, GBK as Chinese Excel saves it, UTF-16 as "Unicode
 * text"; separated by commas, semicolons or tabs. Every cell is text, for a CSV knows nothing else.
 * @throws {Refused} `sheets.encoding`, `sheets.damaged`, `sheets.tooManyRows`, `sheets.tooManyColumns`, `sheets.tooManyCells`, `sheets.tooMuch`
 */
export function textSheet(name: string, bytes: Uint8Array, limits: SheetLimits): SentSheet {
  const text = decoded(bytes).replace(/^sep=(.)\r?\n/i, "");
  const delimiter = separatorOf(text);
  requireCells(text, delimiter, limits);
  const rows = recordsOf(text, delimiter, limits).map((record) => record.map((cell) => cellOf(cell, limits)));
  if (rows.reduce((sum, row) => sum + row.length, 0) > limits.cells) throw new Refused("sheets.tooManyCells", { limit: limits.cells });
  return { name: name.replace(/^.*[/\\]|\.[^.]*$/g, ""), hidden: false, date1904: false, merges: [], rows: rows.length, row: (at) => rows[at] ?? [] };
}

function decoded(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
  for (const encoding of wide ? [wide] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // Signs that no keyboard makes: the bytes of something else, which happen to be letters in some encoding.
      if (!/[^\P{Cc}\s]/u.test(text)) return text;
    } catch {
      // Not this encoding.
    }
  }
  throw new Refused("sheets.encoding");
}

const [quote, lineEnd] = [34, 10];
const separators = [",", ";", "\t"].map((sign) => sign.charCodeAt(0));

/** Where separators and line ends stand outside quotes; as in the file, a quote opens only where a cell begins. */
function* marksOf(text: string): Generator<number> {
  let [quoted, begins] = [false, true];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === quote && (quoted || begins)) quoted = !quoted;
    begins = sign === lineEnd || separators.includes(sign);
    if (begins && !quoted) yield at;
  }
}

/** The separator that the first lines have most of. */
function separatorOf(text: string): string {
  const start = text.slice(0, 20_000);
  const found = [...marksOf(start)].map((at) => start.charCodeAt(at));
  const count = (sign: number) => found.filter((mark) => mark === sign).length;
  return String.fromCharCode(separators.toSorted((a, b) => count(b) - count(a))[0] ?? 44);
}

/** Looked at before the lines are taken apart: eight million commas are eight million cells, and a cell can be as long as the file. */
function requireCells(text: string, delimiter: string, { columns, textLength }: SheetLimits): void {
  const separator = delimiter.charCodeAt(0);
  let [inLine, last] = [0, 0];
  const requireLength = (at: number) => {
    // A quote within quotes is written twice.
    if (at - last > textLength * 2) throw new Refused("sheets.tooMuch");
    last = at;
  };
  for (const at of marksOf(text)) {
    const sign = text.charCodeAt(at);
    if (sign !== lineEnd && sign !== separator) continue;
    requireLength(at);
    inLine = sign === lineEnd ? 0 : inLine + 1;
    if (inLine >= columns) throw new Refused("sheets.tooManyColumns", { limit: columns });
  }
  requireLength(text.length);
}

function recordsOf(text: string, delimiter: string, { rows }: SheetLimits): string[][] {
  let records: string[][];
  try {
    records = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: rows + 1,
    }) as string[][];
  } catch {
    throw new Refused("sheets.damaged");
  }
  if (records.length > rows) throw new Refused("sheets.tooManyRows", { limit: rows });
  return records;
}

function cellOf(text: string, limits: SheetLimits): string | null {
  if (text.length > limits.textLength) throw new Refused("sheets.tooMuch");
  return text.trim() === "" ? null : text;
}
