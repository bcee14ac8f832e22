import {
  addDays,
  type Day,
  isDay,
  type Month,
  monthOfDay,
  readDayText,
  readMonthText,
} from "#lib/core/dates.ts";
import { amountOf, fenPlaces, invisible, type WrittenUnit } from "#lib/core/money.ts";
import { written } from "#lib/core/text.ts";
import { type Cell, type CellReason, compact, textOf } from "./cells.ts";
import { scaled } from "./decimals.ts";

/** What a cell says: a value, nothing (`null`), or why it cannot be taken. */
export type Said<T> = { value: T | null } | { reason: CellReason };
type Maybe = Cell | null | undefined;

/** How sheets write that there is nothing. */
const nothing = /^(?:[-‐‑‒–—―－_/／\\]*|无|暂无|空|n\/a)$/i;
export const saysNothing = (cell: Maybe): boolean =>
  !cell || (cell.kind === "text" && nothing.test(compact(cell.shown)));

/** The cell unless it is empty or a formula that gives nothing to read. */
function readable(cell: Maybe): Cell | { value: null } | { reason: CellReason } {
  if (cell?.kind === "error") return { reason: "brokenFormula" };
  if (cell?.kind === "uncalculated") return { reason: "uncalculated" };
  return !cell || saysNothing(cell) ? { value: null } : cell;
}
const isCell = (read: Cell | { value: null } | { reason: CellReason }): read is Cell => "kind" in read;

/**
 * An amount in fen. A bare number is in `unit`, which the heading names; a unit in the cell ("12.5万") has the
 * last word. A number cell may be off by binary dust (0.1 + 0.2), not by a tenth of a fen.
 */
export function readAmount(cell: Maybe, unit: WrittenUnit = "yuan"): Said<number> {
  const read = readable(cell);
  if (!isCell(read)) return read;
  if (read.kind === "number") {
    const fen = scaled(read.value as number, fenPlaces[unit]);
    return typeof fen === "number"
      ? { value: fen }
      : { reason: fen === "finer" ? "finerThanAFen" : "amountTooLarge" };
  }
  if (read.kind !== "text") return { reason: "notAnAmount" };
  const fen = amountOf(read.shown, unit);
  return typeof fen === "string" ? { reason: fen } : { value: fen };
}

/**
 * A percentage in basis points, 0 to 10,000. What shows a % means it. A bare number between 0 and 1 is a
 * share (0.5 is 50%), one above 1 a number of percents (50 is 50%); 1 itself could be either and is asked
 * about, unless the heading says % (`inPercent`): then every bare number is in percents.
 */
export function readPercentage(cell: Maybe, inPercent = false): Said<number> {
  const read = readable(cell);
  if (!isCell(read)) return read;
  if (read.kind !== "text" && read.kind !== "number" && read.kind !== "percent")
    return { reason: "notAPercentage" };
  const match = /^(\d{1,9}(?:\.\d{1,15})?)(%?)$/.exec(
    read.kind === "text" ? compact(read.shown) : String(read.value),
  );
  if (!match && read.kind === "text") return { reason: "notAPercentage" };
  const number = read.kind === "text" ? Number(match?.[1]) : (read.value as number);
  const bare = read.kind === "number" || (read.kind === "text" && match?.[2] === "");
  if (bare && !inPercent && number === 1) return { reason: "ambiguousPercentage" };
  const isShare = read.kind === "percent" || (bare && !inPercent && number < 1);
  const bp = scaled(number, isShare ? 4 : 2);
  if (bp === "finer" && number >= 0 && number <= (isShare ? 1 : 100)) return { reason: "finerThanABp" };
  return typeof bp === "number" && bp >= 0 && bp <= 10_000 ? { value: bp } : { reason: "notAPercentage" };
}

/** Serial numbers count days; the one day that 1900 did not have lies before every day of ours. */
const epochs = { from1900: "1899-12-30", from1904: "1904-01-01" } as const;
function dayOfSerial(serial: number, date1904: boolean): Day | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null;
  const day = addDays(date1904 ? epochs.from1904 : epochs.from1900, Math.floor(serial));
  return isDay(day) ? day : null;
}

/**
 * A day: a date, 2026-1-5, 2026.1.5, 2026/1/5, 2026年1月5日, 20260105, or a serial number as it is left when a
 * format is lost.
 */
export function readDay(cell: Maybe, date1904 = false): Said<Day> {
  const read = readable(cell);
  if (!isCell(read)) return read;
  const text = textOf(read);
  const digits =
    /^\d{8}$/.test(text) && read.kind !== "day"
      ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
      : undefined;
  const day =
    read.kind === "text"
      ? (readDayText(digits ?? text) ?? (/^\d{5}$/.test(text) ? dayOfSerial(Number(text), date1904) : null))
      : read.kind === "day"
        ? dayOfSerial(read.value as number, date1904)
        : read.kind === "number"
          ? numberAsDay(read.value as number, date1904)
          : null;
  return day === null ? { reason: "notADay" } : { value: day };
}

/**
 * 20260105 typed as a number, else a serial number of five digits: smaller ones are years, counts and
 * amounts.
 */
function numberAsDay(number: number, date1904: boolean): Day | null {
  if (number >= 19_010_101) return readDayText(String(number).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"));
  return number >= 10_000 && number < 100_000 ? dayOfSerial(number, date1904) : null;
}

/**
 * A month: 2026-01, 2026年1月, 202601, or any day of it. The number 2026.1 is none: it may have been 2026.10.
 */
export function readMonth(cell: Maybe, date1904 = false): Said<Month> {
  const read = readable(cell);
  if (!isCell(read)) return read;
  if (read.kind === "number" && !Number.isInteger(read.value)) {
    const month = /^\d{4}\.(?:\d{2}|[2-9])$/.test(String(read.value))
      ? readMonthText(String(read.value))
      : null;
    return month ? { value: month } : { reason: "notAMonth" };
  }
  const month = read.kind === "text" || read.kind === "number" ? readMonthText(String(read.value)) : null;
  if (month) return { value: month };
  const day = readDay(read, date1904);
  return "value" in day && day.value ? { value: monthOfDay(day.value) } : { reason: "notAMonth" };
}

const yes = /^(?:是|对|有|√|✓|✔|☑|1|y|yes|true)$/i;
const no = /^(?:否|不是|没有|×|✗|✘|☐|x|0|n|no|false)$/i;
/** Yes or no: 是, √, 1 or TRUE; 否, ×, 0 or FALSE. */
export function readYesNo(cell: Maybe): Said<boolean> {
  const read = readable(cell);
  if (!isCell(read)) return read;
  if (read.kind === "yesNo") return { value: read.value as boolean };
  const text = compact(read.shown);
  return yes.test(text) ? { value: true } : no.test(text) ? { value: false } : { reason: "notYesNo" };
}

/** A whole number, 0 or more. */
export function readCount(cell: Maybe): Said<number> {
  const read = readable(cell);
  if (!isCell(read)) return read;
  const text =
    read.kind === "number"
      ? String(read.value)
      : read.kind === "text"
        ? compact(read.shown).replaceAll(",", "")
        : "";
  return /^\d{1,15}(?:\.0+)?$/.test(text) ? { value: Number(text) } : { reason: "notACount" };
}

/** A name, a code or a note, trimmed; a code that was typed as a number keeps its digits. */
export function readText(cell: Maybe): Said<string> {
  if (cell?.kind === "error") return { reason: "brokenFormula" };
  if (cell?.kind === "uncalculated") return { reason: "uncalculated" };
  if (!cell) return { value: null };
  if (cell.kind === "text") return { value: written((cell.value as string).replace(invisible, "")) || null };
  if (cell.kind === "number")
    return Number.isSafeInteger(cell.value) ? { value: String(cell.value) } : { value: cell.shown };
  return { value: cell.shown };
}
