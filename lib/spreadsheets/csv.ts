import { Refused } from "#lib/core/errors.ts";
import type { SheetLimits } from "./limits.ts";
import type { SentSheet } from "./messages.ts";

/**
 * A text of rows as a sheet, named like its file: UTF-8 with or without its mark, GBK as Chinese Excel saves
 * it, UTF-16 as "Unicode text"; separated by commas, semicolons, tabs or bars, its lines ended by CRLF, LF or
 * CR, all in one file too. Every cell is text, for a CSV knows nothing else.
 * @throws {Refused} `sheets.encoding`, `sheets.damaged`, `sheets.tooManyRows`, `sheets.tooManyColumns`,
 * `sheets.tooManyCells`, `sheets.tooMuch`
 */
export function textSheet(name: string, bytes: Uint8Array, limits: SheetLimits): SentSheet {
  const text = decoded(bytes).replace(/^\ufeff/, "");
  const [hint = "", told] = /^sep=(.)(?:\r\n|\r|\n)/i.exec(text) ?? [];
  const body = text.slice(hint.length);
  const rows: (string | null)[][] = [];
  let cells = 0;
  for (const record of recordsOf(body, told ?? separatorOf(body), limits)) {
    if (record === "open") throw new Refused("sheets.damaged");
    if (rows.length >= limits.rows) throw new Refused("sheets.tooManyRows", { limit: limits.rows });
    cells += record.length;
    if (cells > limits.cells) throw new Refused("sheets.tooManyCells", { limit: limits.cells });
    rows.push(record.map((cell) => (cell.trim() === "" ? null : cell)));
  }
  return {
    name: name.replace(/^.*[/\\]|\.[^.]*$/g, ""),
    hidden: false,
    date1904: false,
    merges: [],
    separated: true,
    rows: rows.length,
    row: (at) => rows[at] ?? [],
  };
}

function decoded(bytes: Uint8Array): string {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  for (const encoding of wide ? [wide] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // Signs that no keyboard makes: the bytes of something else, which happen to be letters in some
      // encoding.
      if (!/[^\P{Cc}\s]/u.test(text)) return text;
    } catch {
      // Not this encoding.
    }
  }
  throw new Refused("sheets.encoding");
}

const separators = ["\t", ";", "|", ",", "，"];
const looked = 20_000;

/**
 * The separator that the lines agree on: most lines have as many of it as most others. A thousands separator
 * within the amounts is as frequent as it likes, and no two lines have the same number of them as the heading
 * has.
 */
function separatorOf(text: string): string {
  const start = text.slice(0, looked);
  const agreed = separators.map((separator) => {
    const counts: number[] = [];
    for (const record of recordsOf(start, separator))
      if (record !== "open" && record.some((cell) => cell.trim() !== "")) counts.push(record.length);
    const lines = Map.groupBy(
      counts.filter((cells) => cells > 1),
      (cells) => cells,
    );
    const [cells = 0, alike = []] =
      [...lines].toSorted(([a, some], [b, others]) => others.length - some.length || b - a)[0] ?? [];
    return { separator, cells, alike: alike.length };
  });
  const best = agreed.toSorted((a, b) => b.alike - a.alike || b.cells - a.cells)[0];
  return best && best.alike > 0 ? best.separator : ",";
}

/**
 * The rows of a text, as a clipboard holds it; without a separator by what its lines agree on, for commas
 * part thousands there.
 */
export function separatedRows(text: string, separator?: string): string[][] {
  const body = text.replace(/(?:\r\n|\r|\n)$/, "");
  const told = separator ?? [";", "|"].find((sign) => sign === separatorOf(body)) ?? "\t";
  const rows: string[][] = [];
  for (const record of recordsOf(body, told)) if (record !== "open") rows.push(record);
  return rows;
}

const quote = '"';
/** Not looked for where no limits are given: a clipboard is the browser's matter. */
const endless = { columns: Number.POSITIVE_INFINITY, textLength: Number.POSITIVE_INFINITY };

/**
 * The records of a text, one by one: a cell that begins with a quote ends with one, a quote within is written
 * twice, and elsewhere a quote is a sign like any other. CRLF, LF and CR each end a record. "open" where a
 * quote is never closed.
 */
function* recordsOf(
  text: string,
  separator: string,
  { columns, textLength }: Pick<SheetLimits, "columns" | "textLength"> = endless,
): Generator<string[] | "open"> {
  let record: string[] = [];
  let at = 0;
  const take = (cell: string) => {
    if (cell.length > textLength) throw new Refused("sheets.tooMuch");
    if (record.push(cell) > columns) throw new Refused("sheets.tooManyColumns", { limit: columns });
  };
  const isEnd = (sign: string | undefined) =>
    sign === undefined || sign === separator || sign === "\n" || sign === "\r";
  while (at < text.length) {
    let cell = "";
    if (text[at] === quote) {
      let close = text.indexOf(quote, at + 1);
      while (close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
      if (close < 0) {
        if (text.length - at > textLength) throw new Refused("sheets.tooMuch");
        yield "open";
        return;
      }
      cell = text.slice(at + 1, close).replaceAll('""', quote);
      at = close + 1;
    }
    const from = at;
    while (!isEnd(text[at])) at++;
    cell += text.slice(from, at);
    take(cell);
    if (text[at] === separator) {
      at++;
      if (at === text.length) take("");
      continue;
    }
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    yield record;
    record = [];
  }
  if (record.length > 0) yield record;
}
