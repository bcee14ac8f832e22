import { createHash } from "node:crypto";
import { authorize } from "#lib/access/policy.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { cachedTranslate, type Row, type Translate } from "#lib/core/columns.ts";
import { type Ctx, isDemonstration } from "#lib/core/context.ts";
import { markFailing, storageFailureOf } from "#lib/core/disk.ts";
import { Refused } from "#lib/core/errors.ts";
import { rememberExport } from "./commands/exports.ts";
import { csvHead, csvWriter } from "./formats/csv.ts";
import { sheetsFor } from "./formats/sheets.ts";
import { mostRows, packedRows, workbookOf } from "./formats/workbook.ts";
import type { ExportFormat, ExportRequest } from "./input.ts";
import { type Asked, aboutOf, byWhom } from "./queries/about.ts";
import { extractOf, lookedAt } from "./queries/exports.ts";
import { type BalanceLine, balanceOf, unequal } from "./rules/balance.ts";
import { type Begun, type Cancelled, type Cover, fileNameOf, type Whole } from "./rules/cover.ts";
import type { Extract } from "./rules/extract.ts";
import { pivoting } from "./rules/pivot.ts";
import { keepForLater } from "./store/late.ts";

export type ExportedFile = {
  begun: Begun;
  /** All that its cover says, where that is known before the first byte: of a workbook. */
  cover: Cover | null;
  name: { ascii: string; full: string };
  contentType: string;
  body: ReadableStream<Uint8Array>;
};

/**
 * Writes an export. A CSV file is remembered when it begins, streams while it is read, and is remembered
 * again when its last row has been read; a workbook is read to the end first and remembered once (decision
 * 0019). Either way nothing leaves unremembered, and nothing whose rows do not add up to what the screens
 * show. While the disk takes nothing a CSV file leaves without a number, and is remembered when it can be
 * (`late.ts`).
 * @throws {Refused} `export.tooManyRows`, `export.cellTooLong` and `export.onlyCsv` for a workbook, CSV takes
 * all; `export.unbalanced`; `asOfFuture`.
 */
export async function runExport(
  ctx: Ctx,
  request: ExportRequest,
  format: ExportFormat,
  translate: Translate,
  language: string,
  largest = mostRows,
): Promise<ExportedFile> {
  const words = cachedTranslate(translate);
  const extract = await extractOf(lookedAt(ctx, request), request, words, language);
  return writeExport(ctx, extract, { request, format, words, language }, largest);
}

/** The same of an extract: for what was asked by other means. */
export async function writeExport(
  ctx: Ctx,
  extract: Extract,
  asked: Asked,
  largest = mostRows,
): Promise<ExportedFile> {
  authorize(ctx.actor, "export.run", { divisionCode: extract.node.code });
  if (asked.format === "csv") return streamed(ctx, extract, asked);
  return inOnePiece(ctx, extract, asked, largest).catch((error: unknown) => {
    if (storageFailureOf(error) === null) throw error;
    markFailing(ctx.db, error);
    throw new Refused("export.onlyCsv");
  });
}

/** Counts, sums and hashes rows as they pass. */
function counting({ columns, add }: Extract, words: Translate) {
  const hash = createHash("sha256");
  const write = csvWriter(columns, words);
  let totals = add([], []);
  let rows = 0;
  const hashed = (text: string) => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    return bytes;
  };
  return {
    head: () => hashed(csvHead(columns, words)),
    /** The rows as they stand in a CSV file. */
    lines(stretch: readonly Row[]): Buffer {
      totals = add(totals, stretch);
      rows += stretch.length;
      return hashed(write(stretch));
    },
    rows: () => rows,
    whole: (): Whole => ({ rows, totals, sha256: hash.digest("hex") }),
  };
}

async function streamed(ctx: Ctx, extract: Extract, asked: Asked): Promise<ExportedFile> {
  const began = performance.now();
  const begun = await rememberExport(ctx, { verb: "export.begin", extract, asked }).catch((error: unknown) =>
    withoutNumber(ctx, extract, asked, error),
  );
  // The trail says when it ended, on the business clock, which stands on one day in a demonstration.
  const later = (): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + performance.now() - began) });
  const pieces = linesOf();
  const first = await pieces.next(); // begun, so that whatever becomes of it is remembered
  return {
    begun,
    cover: null,
    name: fileNameOf(begun, asked.words),
    contentType: "text/csv; charset=utf-8; header=present",
    body: bodyOf(pieces, first.value ?? undefined),
  };

  async function* linesOf(): AsyncGenerator<Uint8Array, undefined> {
    const counted = counting(extract, asked.words);
    let end: "whole" | Cancelled["why"] = "client";
    let left = 0;
    try {
      yield counted.head();
      // The last piece is held back until the end is remembered: a file that came through whole balances, and
      // its hash is kept.
      let held: { lines: Buffer; rows: number } | undefined;
      for await (const stretch of extract.stretches()) {
        if (held) {
          left = held.rows;
          yield held.lines;
        }
        held = { lines: counted.lines(stretch), rows: counted.rows() };
      }
      const whole = counted.whole();
      requireBalance(balanceOf(await extract.control(), whole, null));
      await ended("export.run", whole);
      end = "whole";
      if (held) yield held.lines;
    } catch (error) {
      if (end === "client") end = error instanceof Refused ? "unbalanced" : "failed";
      throw error;
    } finally {
      if (end !== "whole") await ended("export.cancel", { rows: left, why: end });
    }
  }

  /** Remembers how it ended, now or as soon as the disk takes it. */
  async function ended(verb: "export.run" | "export.cancel", end: Whole | Cancelled) {
    const recordIt = (now: Date) => rememberExport({ ...ctx, now }, { verb, extract, asked, end, of: begun });
    await recordIt(later().now).catch((error: unknown) => keepForLater(ctx.db, error, recordIt));
  }
}

/**
 * A workbook: its rows are packed into a file on disk while they are read; then it is remembered; then it
 * leaves.
 */
async function inOnePiece(ctx: Ctx, extract: Extract, asked: Asked, largest: number): Promise<ExportedFile> {
  const { words } = asked;
  const counted = counting(extract, words);
  const pivot = extract.pivot && pivoting(extract.pivot);
  counted.head();
  async function* stretches() {
    for await (const stretch of extract.stretches()) {
      counted.lines(stretch);
      pivot?.add(stretch);
      if (counted.rows() > largest) throw new Refused("export.tooManyRows", { limit: largest });
      yield stretch;
    }
  }
  const mark = (await isDemonstration(ctx.db.present)) ? [words("app.demo")] : [];
  const footer = [...mark, extract.node.name, words(`export.kind.${asked.request.kind}`)].join(" · ");
  const rows = await packedRows(
    { name: words("export.sheet.data"), columns: extract.columns, footer },
    stretches(),
    words,
  );
  try {
    const whole = counted.whole();
    const lines = balanceOf(await extract.control(), whole, pivot ? pivot.totals(whole.totals) : null);
    requireBalance(lines);
    const begun = await rememberExport(ctx, { verb: "export.run", extract, asked, end: whole });
    const cover = { ...begun, ...whole };
    const { sheets, dataAt } = sheetsFor(cover, extract, { lines, pivot: pivot?.rows() ?? [] }, words);
    const pieces = workbookOf(rows, sheets, dataAt, words);
    const first = await pieces.next(); // begun, so that a client that goes away at once takes the file on disk with it
    return {
      begun,
      cover,
      name: fileNameOf(begun, words),
      contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      body: bodyOf(pieces, first.value ?? undefined),
    };
  } catch (error) {
    await rows.part.discard();
    if (error instanceof Refused)
      await rememberExport(ctx, {
        verb: "export.cancel",
        extract,
        asked,
        end: { rows: 0, why: "unbalanced" },
      });
    throw error;
  }
}

/** @throws {Refused} `export.unbalanced`, with the first line that is not equal. */
function requireBalance(lines: readonly BalanceLine[]): void {
  const [wrong] = unequal(lines);
  if (wrong)
    throw new Refused("export.unbalanced", {
      total: wrong.key,
      control: wrong.control,
      rows: wrong.rows,
      apart: wrong.apart,
    });
}

/** What a client takes, a piece at a time; a client that goes away leaves the pieces at once. */
const bodyOf = (pieces: AsyncGenerator<Uint8Array>, first?: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      if (first) controller.enqueue(first);
    },
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });

/**
 * What an export begins with whose event the disk did not take: it leaves all the same, and says that it has
 * no number.
 */
async function withoutNumber(ctx: Ctx, extract: Extract, asked: Asked, error: unknown): Promise<Begun> {
  if (storageFailureOf(error) === null) throw error;
  markFailing(ctx.db, error);
  const { hash } = await headOf(ctx.db);
  return { ...(await aboutOf(ctx, extract, asked)), number: 0, hash, ...byWhom(ctx) };
}
