// Tables as offices make them, from a seed: where the unit stands × which it is × what else stands around.
// Each with its right values.

const decimals = { 元: 0, 百元: 2, 千元: 3, 万元: 4, 十万元: 5, 百万元: 6, 千万元: 7, 亿元: 8 } as const;
export type UnitWord = keyof typeof decimals;
export const unitWords = Object.keys(decimals) as UnitWord[];

const english: Partial<Record<UnitWord, string[]>> = {
  元: ["(unit: yuan)", "(Unit: RMB)"],
  千元: ["(unit: 1,000 yuan)", "(in thousands of yuan)", "(RMB'000)"],
  万元: ["(unit: 10,000 yuan)", "(RMB 10k)", "(in ten thousand yuan)"],
  百万元: ["(in millions of yuan)", "(RMB million)"],
};

type Table = string[][];
const title = "莲花镇2016年12月村级收入表";

/** Puts a unit into a table that begins with its headings; `undefined` where that place has no such unit. */
export const places: Record<
  string,
  (table: Table, unit: UnitWord, pick: (some: readonly string[]) => string) => Table | undefined
> = {
  heading: ([head = [], ...rest], unit, pick) => [
    head.map((name, at) =>
      at < 2
        ? name
        : pick([
            `${name}（${unit}）`,
            `${name}(${unit})`,
            `${name}【单位：${unit}】`,
            `${name} （本月，${unit}）`,
          ]),
    ),
    ...rest,
  ],
  "a line above": (table, unit, pick) => [
    [title],
    [pick([`单位：${unit}`, `金额单位: ${unit}`, `（单位：${unit}）`, `单位：人民币${unit}`])],
    ...table,
  ],
  "the title": (table, unit, pick) => [
    [pick([`${title}（单位：${unit}）`, `${title} 单位:${unit}`, `${title}（${unit}）`])],
    ...table,
  ],
  "behind another word": (table, unit, pick) => [
    [title],
    [
      pick([
        `填报单位：莲花镇，金额单位：${unit}`,
        `填报单位：莲花镇；单位：${unit}`,
        `编制：财政所 2017年1月5日 单位：${unit}`,
      ]),
    ],
    ...table,
  ],
  "two cells": (table, unit, pick) => [
    [title],
    ["", "", pick(["单位：", "单位", "金额单位:"]), unit],
    ...table,
  ],
  "a cell of its own": (table, unit) => [[title, "", "", unit], ...table],
  "without a colon": (table, unit, pick) => [
    [title],
    [pick([`金额单位 ${unit}`, `单位 ${unit}`, `（金额单位${unit}）`])],
    ...table,
  ],
  "a footnote": (table, unit, pick) => [
    ...table,
    [pick([`注：以上金额单位均为${unit}`, `说明：金额单位为${unit}`, `备注：单位：${unit}`])],
  ],
  "a row of its own below the headings": ([head = [], ...rest], unit) => [
    head,
    head.map((_, at) => (at < 2 ? "" : `（${unit}）`)),
    ...rest,
  ],
  "a row of its own above the headings": ([head = [], ...rest], unit) => [
    [title],
    head.map((_, at) => (at < 2 ? "" : `本月（${unit}）`)),
    head,
    ...rest,
  ],
  English: (table, unit, pick) => {
    const [first, ...more] = english[unit] ?? [];
    return first ? [[`Income of December ${pick([first, ...more])}`], ...table] : undefined;
  },
};

/** An amount in a unit, as a cell would have it. */
export function written(fen: number, unit: UnitWord, thousands: boolean): string {
  const places = decimals[unit] + 2;
  const digits = String(fen).padStart(places + 1, "0");
  const whole = digits.slice(0, -places);
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${thousands ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole}${fraction ? `.${fraction}` : ""}`;
}

/** Numbers from a seed, the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 12)) >>> 0) / 2 ** 32;
  };
}

export const carriers = {
  separators: ["\t", ",", ";", "|"],
  lineEnds: ["\r\n", "\n", "\r"],
  encodings: ["utf8", "utf8 with its mark", "utf16le"],
} as const;

/** A table as a text of rows; a cell with the separator in it stands in quotes. */
export function asText(table: Table, separator: string, lineEnd: string): string {
  const cell = (text: string) =>
    text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
  return table.map((row) => row.map(cell).join(separator)).join(lineEnd) + lineEnd;
}

export function encoded(text: string, encoding: (typeof carriers.encodings)[number]): Uint8Array {
  return encoding === "utf16le"
    ? Buffer.from(`\ufeff${text}`, "utf16le")
    : Buffer.from(encoding === "utf8" ? text : `\ufeff${text}`, "utf8");
}
