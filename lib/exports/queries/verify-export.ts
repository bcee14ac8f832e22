import { createHash } from "node:crypto";
import type { WriteSheet } from "hucre/xlsx";
import { authorize } from "#lib/access/policy.ts";
import { cachedTranslate, type Translate } from "#lib/core/columns.ts";
import { asRecordedBefore, type Ctx, justAfter } from "#lib/core/context.ts";
import { csvHead, csvOfCells, csvWriter } from "../formats/csv.ts";
import { coverSheet, sheetsFor } from "../formats/sheets.ts";
import { clipped, mostSigns, sheetsOf } from "../formats/workbook.ts";
import type { ExportRequest } from "../input.ts";
import { balanceOf } from "../rules/balance.ts";
import type { Cover, Made } from "../rules/cover.ts";
import type { Extract } from "../rules/extract.ts";
import { type PivotRow, pivoting } from "../rules/pivot.ts";
import { exportHeld, extractOf, lookedAt } from "./exports.ts";

/** A file that somebody holds. */
export type Held = { name: string; bytes: Uint8Array };

export type Verdict = {
  /** The export that the file is, or says it is. */
  cover: Cover;
  /** What of the file is not as it left: nothing, its data, a workbook's cover, or another of its sheets. */
  changed: ("data" | "cover" | "sheets")[];
  /**
   * Does what had been recorded when it left still give the same data? Else something was changed underneath.
   */
  reproduced: boolean;
  /** What the same question gives now. */
  now: { same: boolean; rows: number };
};

/** A file that says it is an export which, as the trail knows, did not leave whole. */
export type Broken = { made: Exclude<Made, { state: "whole" }> };

/**
 * Is a file as it left, and has the data changed since? `wordsOf` gives the words of a language: the file is
 * written in them.
 * @returns `null` for a file that is no export of this trail, nor says that it is one
 */
export async function verifyExport(
  ctx: Ctx,
  file: Held,
  wordsOf: (language: string) => Translate,
): Promise<Verdict | Broken | null> {
  authorize(ctx.actor, "export.run");
  const isWorkbook = file.name.toLowerCase().endsWith(".xlsx");
  const sheets = isWorkbook ? await sheetsOf(file.bytes) : [];
  const sha256 = isWorkbook ? null : sha(Buffer.from(file.bytes));
  const kept = await exportHeld(ctx, { sha256, number: numberIn(file.name, sheets, wordsOf) });
  if (!kept) return null;
  const { made: cover, language } = kept;
  if (cover.state !== "whole") return { made: cover };
  const words = cachedTranslate(wordsOf(language));
  // Whoever looks from further above asks for the place that the export was of.
  const request = { kind: cover.kind, filter: { ...cover.filter, node: cover.scope.code } } as ExportRequest;
  const then = await extractOf(thenOf(ctx, cover, request), request, words, language);
  const made = await madeOf(then, words);
  const today = await madeOf(await extractOf(lookedAt(ctx, request), request, words, language), words);
  const reproduced = made.sha256 === cover.sha256;
  const data = sha256 ?? (await dataOfWorkbook(sheets, then, words));
  return {
    cover,
    changed: [
      ...(data === cover.sha256 ? [] : ["data" as const]),
      ...(isWorkbook ? changedSheets(sheets, cover, then, made, words) : []),
    ],
    reproduced,
    now: { same: today.sha256 === cover.sha256, rows: today.rows },
  };
}

/**
 * What had been recorded when it left. The trail only grows, and an export of it says up to where: it needs
 * no past.
 */
function thenOf(ctx: Ctx, cover: Cover, request: ExportRequest): Ctx {
  if (request.kind === "audit") return ctx;
  const leftAt = new Date(cover.asOf);
  return lookedAt(asRecordedBefore(ctx, justAfter(leftAt), leftAt), request);
}

const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** The number that a file says it has: a workbook on its cover, a CSV file in its name. */
function numberIn(
  name: string,
  sheets: Sheets,
  wordsOf: (language: string) => Translate,
): number | undefined {
  const labels = ["zh-CN", "en"].map((language) => wordsOf(language)("export.cover.number"));
  const onCover = sheets
    .flatMap((sheet) => sheet.rows.slice(0, 40))
    .find(([label]) => labels.includes(String(label)))?.[1];
  const inName = /-(\d{6,})(?: ?\(\d+\))?\.(?:csv|xlsx)$/i.exec(name)?.[1];
  return [onCover, inName].map(Number).find((number) => Number.isSafeInteger(number) && number > 0);
}

type Sheets = Awaited<ReturnType<typeof sheetsOf>>;

type Sums = {
  sha256: string;
  rows: number;
  totals: Cover["totals"];
  pivot: PivotRow[];
  pivotTotals: Cover["totals"] | null;
};

/** What an extract gives: the hash of its data, as an export of it would carry it, and its sums. */
async function madeOf(extract: Extract, words: Translate): Promise<Sums> {
  const hash = createHash("sha256").update(csvHead(extract.columns, words));
  const write = csvWriter(extract.columns, words);
  const pivot = extract.pivot && pivoting(extract.pivot);
  let totals = extract.add([], []);
  let rows = 0;
  for await (const stretch of extract.stretches()) {
    rows += stretch.length;
    totals = extract.add(totals, stretch);
    pivot?.add(stretch);
    hash.update(write(stretch));
  }
  return {
    sha256: hash.digest("hex"),
    rows,
    totals,
    pivot: pivot?.rows() ?? [],
    pivotTotals: pivot?.totals(totals) ?? null,
  };
}

/** The same of the data that a workbook holds: its sheet of that name, cell by cell, headings too. */
async function dataOfWorkbook(sheets: Sheets, extract: Extract, words: Translate): Promise<string | null> {
  const { columns, pivot, form } = extract;
  if (sheets.length !== 3 + (pivot ? 1 : 0) + (form ? 1 : 0)) return null;
  const [heads = [], ...rows] = sheetNamed(sheets, words("export.sheet.data")) ?? [];
  if (rows.some((row) => row.length > columns.length) || heads.length > columns.length) return null; // somebody wrote beside the data
  const isHeaded =
    csvOfCells(
      [heads],
      columns.map((column) => ({ ...column, kind: "text" as const })),
    ) === csvHead(columns, words).slice(1);
  return isHeaded
    ? sha(Buffer.from(csvHead(columns, words) + csvOfCells(await unclipped(rows, extract, words), columns)))
    : null;
}

/**
 * The rows with the whole of each text that a cell could not hold, where what it holds is the beginning of
 * what stands in the trail.
 */
async function unclipped(
  rows: Sheets[number]["rows"],
  { columns, stretches }: Extract,
  words: Translate,
): Promise<Sheets[number]["rows"]> {
  const clipping = columns.flatMap(({ key, clips }, at) => (clips ? [{ key, at }] : []));
  const isClipped = (cell: unknown) => typeof cell === "string" && cell.length === mostSigns;
  if (!rows.some((row) => clipping.some(({ at }) => isClipped(row[at])))) return rows;
  const whole: Sheets[number]["rows"] = [];
  for await (const stretch of stretches()) {
    for (const full of stretch) {
      const row = [...(rows[whole.length] ?? [])];
      for (const { key, at } of clipping)
        if (isClipped(row[at]) && clipped(String(full[key] ?? ""), words) === row[at])
          row[at] = String(full[key]);
      whole.push(row);
    }
  }
  return [...whole, ...rows.slice(whole.length)];
}

const sheetNamed = (sheets: Sheets, name: string) => sheets.find((sheet) => sheet.name === name)?.rows;

/**
 * Which of the small sheets are not as they were written. Those that sum the data up are made of it again, as
 * of then.
 */
function changedSheets(
  sheets: Sheets,
  cover: Cover,
  then: Extract,
  made: Sums,
  words: Translate,
): ("cover" | "sheets")[] {
  const covered = coverSheet(cover, words);
  const whole = { rows: made.rows, totals: made.totals };
  const all = sheetsFor(
    cover,
    then,
    { lines: balanceOf(whole, whole, made.pivotTotals), pivot: made.pivot },
    words,
  ).sheets;
  // Where the data cannot be made again, the sums cannot either: that is said of the data, and only the cover
  // is looked at.
  const others = made.sha256 === cover.sha256 ? all.filter((sheet) => sheet.name !== covered.name) : [];
  return [
    ...(isAsWritten(sheets, covered) ? [] : ["cover" as const]),
    ...(others.every((sheet) => isAsWritten(sheets, sheet)) ? [] : ["sheets" as const]),
  ];
}

/** Does a sheet hold, cell by cell, what was written there, and nothing else? */
function isAsWritten(sheets: Sheets, { name, rows = [] }: WriteSheet): boolean {
  const cells = (row: readonly unknown[] = []) => {
    const texts = row.map((value) =>
      typeof value === "number" ? String(value) : String(value ?? "").replaceAll("\r\n", "\n"),
    );
    while (texts.at(-1) === "") texts.pop();
    return JSON.stringify(texts);
  };
  const lines = (all: readonly (readonly unknown[])[]) => {
    const written = all.map(cells);
    while (written.at(-1) === "[]") written.pop();
    return written.join("\n");
  };
  const held = sheetNamed(sheets, name);
  return held !== undefined && lines(held) === lines(rows);
}
