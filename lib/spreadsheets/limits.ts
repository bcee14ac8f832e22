/**
 * What one file may ask of the server. A file within all of these is read in a few seconds; one beyond any of
 * them is refused by name.
 */
export const sheetLimits = {
  /** A little below the largest form that the server takes (next.config.ts). */
  fileBytes: 8_000_000,
  /** A district's workbook has a sheet a town; more is no form of ours. */
  sheets: 20,
  /** Ten years of the largest district's rows; a million is somebody's dump or a bomb. */
  rows: 20_000,
  columns: 200,
  /** What 20,000 rows of 20 columns hold: what fits into the reader's memory as cells. */
  cells: 400_000,
  /** Merged cells of a sheet: a town beside each of its villages is far fewer. */
  merges: 10_000,
  /** Different texts of a workbook, which are read at once before any cell. */
  texts: 100_000,
  /** Files inside the workbook: charts, pictures and comments count too, though they are never opened. */
  parts: 1_000,
  /** What the parts that are read unpack to together; 400,000 cells of amounts are 14 MB. */
  unpackedBytes: 32_000_000,
  /**
   * How many times larger a part may unpack to: a sheet of amounts packs to a tenth, one of blanks to a
   * thirtieth.
   */
  unpackedTimes: 100,
  /** Excel keeps no longer text in a cell. */
  textLength: 32_767,
  /** All texts of all cells: a text that is kept once can be shown by every cell. */
  characters: 16_000_000,
  /** After this the reader is ended, whatever it is doing. */
  milliseconds: 20_000,
  /** The reader's own memory; when it is used up the reader ends, and the server does not. */
  heapMegabytes: 256,
};
export type SheetLimits = typeof sheetLimits;
