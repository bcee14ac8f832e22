import { createHash } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import { asKnown, type Ctx } from "../context.ts";
import { quick, type Words } from "./columns.ts";
import { type Cover, coverLines } from "./cover.ts";
import { csvHead, csvLines, csvOfCells } from "./csv.ts";
import { type Extract, localTime } from "./extract.ts";
import type { ExportRequest } from "./input.ts";
import { extractOf, keptOf, lookedAt } from "./queries.ts";
import { sheetsOf } from "./workbook.ts";

/** A file that somebody holds. */
export type Held = { name: string; bytes: Uint8Array };

export type Verdict = {
  /** The export that the file is, or says it is. */
  cover: Cover;
  /** What of the file is not as it left: nothing, its data, or a workbook's cover. */
  changed: ("data" | "cover")[];
  /** Does what had been recorded when it left still give the same data? Else something was changed underneath. */
  reproduced: boolean;
  /** What the same question gives now. */
  now: { same: boolean; rows: number };
};

/**
 * Is a file as it left, and has the data changed since? `wordsOf` gives the words of a language: the file is written in them.
 * @returns `null` for a file that is no export of this trail, nor says that it is one
 */
export async function verifyExport(ctx: Ctx, file: Held, wordsOf: (language: string) => Words): Promise<Verdict | null> {
  authorize(ctx.actor, "export.run");
  const isWorkbook = file.name.toLowerCase().endsWith(".xlsx");
  const sheets = isWorkbook ? await sheetsOf(file.bytes) : [];
  const sha256 = isWorkbook ? null : sha(Buffer.from(file.bytes));
  const kept = await exportMeant(ctx, sha256, numberIn(file.name, sheets, wordsOf));
  if (!kept) return null;
  const { cover, language } = kept;
  const words = quick(wordsOf(language));
  const request = { kind: cover.kind, filter: cover.filter } as ExportRequest;
  // A millisecond later: what had been recorded in the moment of the export was in it.
  const known = new Date(Date.parse(cover.asOf) + 1);
  const then = await extractOf(lookedAt(asKnown(ctx, known.toISOString(), new Date(cover.asOf)), request), request, words, language);
  const data = sha256 ?? dataOfWorkbook(sheets, then, words);
  const today = await dataOf(await extractOf(lookedAt(ctx, request), request, words, language), words);
  return {
    cover,
    changed: [
      ...(data === cover.sha256 ? [] : ["data" as const]),
      ...(isWorkbook && !hasCover(sheets[0]?.rows ?? [], cover, words) ? ["cover" as const] : []),
    ],
    reproduced: (await dataOf(then, words)).sha256 === cover.sha256,
    now: { same: today.sha256 === cover.sha256, rows: today.rows },
  };
}

const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** The number that a file says it has: a workbook on its cover, a CSV file in its name. */
function numberIn(name: string, sheets: Sheets, wordsOf: (language: string) => Words): number | undefined {
  const labels = ["zh-CN", "en"].map((language) => wordsOf(language)("export.cover.number"));
  const onCover = sheets[0]?.rows.find(([label]) => labels.includes(String(label)))?.[1];
  const inName = /-(\d{6,})(?: ?\(\d+\))?\.(?:csv|xlsx)$/i.exec(name)?.[1];
  return Number(onCover) || Number(inName) || undefined;
}

type Sheets = Awaited<ReturnType<typeof sheetsOf>>;

/** The export with these bytes, else the one with this number. */
async function exportMeant(ctx: Ctx, sha256: string | null, number: number | undefined): Promise<{ cover: Cover; language: string } | undefined> {
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.verb, "export.run"), under(auditEvents.divisionCode, ctx.actor.scope)))
    .orderBy(desc(auditEvents.seq));
  const exports = rows.map(keptOf);
  const numbered = exports.find(({ cover }) => cover.number === number);
  return numbered?.cover.sha256 === sha256 ? numbered : (exports.find(({ cover }) => cover.sha256 === sha256) ?? numbered);
}

/** The hash of the data that an extract gives, as an export of it would carry it. */
async function dataOf(extract: Extract, words: Words): Promise<{ sha256: string; rows: number }> {
  const hash = createHash("sha256").update(csvHead(extract.columns, words));
  let rows = 0;
  for await (const stretch of extract.stretches()) {
    rows += stretch.length;
    hash.update(csvLines(stretch, extract.columns, words));
  }
  return { sha256: hash.digest("hex"), rows };
}

/** The same of the data that a workbook holds: its second sheet, cell by cell, headings too. */
function dataOfWorkbook(sheets: Sheets, { columns }: Extract, words: Words): string | null {
  const [heads = [], ...rows] = sheets[1]?.rows ?? [];
  if (sheets.length !== 2) return null;
  const width = Math.max(...(sheets[1]?.rows ?? []).map((row) => row.length));
  if (width > columns.length) return null; // somebody wrote beside the data
  const isHeaded =
    csvOfCells(
      [heads],
      columns.map((column) => ({ ...column, kind: "text" as const })),
    ) === csvHead(columns, words).slice(1);
  return isHeaded ? sha(Buffer.from(csvHead(columns, words) + csvOfCells(rows, columns))) : null;
}

/** Do all lines and totals stand on the cover as they were written? */
function hasCover(rows: unknown[][], cover: Cover, words: Words): boolean {
  const cells = rows.map(([label, value]) => [String(label ?? ""), value] as const);
  const lines = coverLines(cover, words, localTime);
  const at = cells.findIndex(([label, value]) => label === lines[0]?.[0] && value === lines[0]?.[1]);
  if (at < 0) return false;
  const totals = cells.slice(at + lines.length);
  return (
    lines.every(([label, value], index) => cells[at + index]?.[0] === label && String(cells[at + index]?.[1] ?? "") === value) &&
    totals.length === cover.totals.length &&
    cover.totals.every(({ kind, value }, index) => Number(totals[index]?.[1]) === (kind === "fen" ? value / 100 : value))
  );
}
