import type { ReadSheet } from "./cells.ts";

/**
 * What a workbook of ours brings back on its hidden sheet (`writeWorkbook`, `hidden`).
 * @returns `null` where the sheet is not there any more or holds none of it
 */
export function hiddenOf(
  sheets: readonly ReadSheet[],
  name: string,
): { marks: Map<string, string>; ids: string[][] } | null {
  const rows = sheets
    .find((sheet) => sheet.name === name)
    ?.rows.map((row) => row.map((cell) => cell?.shown ?? ""));
  const marks = new Map(
    rows?.filter(([kind]) => kind === "mark").map(([, key = "", value = ""]) => [key, value]),
  );
  return rows && marks.size > 0
    ? { marks, ids: rows.filter(([kind]) => kind === "row").map(([, ...ids]) => ids) }
    : null;
}
