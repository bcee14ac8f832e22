import { authorize } from "../access/policy.ts";
import { headOf, record } from "../audit/record.ts";
import { type Ctx, isDemonstration } from "../context.ts";
import { Refused } from "../errors.ts";
import { quick, type Row, type Words } from "./columns.ts";
import { type Cover, coverLines, fileNameOf, totalLabel } from "./cover.ts";
import { csvHead, csvLines } from "./csv.ts";
import { type Extract, localTime, type Total } from "./extract.ts";
import type { ExportFormat, ExportRequest } from "./input.ts";
import { extractOf, lookedAt } from "./queries.ts";
import { type Spooled, spool } from "./spool.ts";
import { workbookOf } from "./workbook.ts";

export type ExportedFile = { cover: Cover; name: { ascii: string; full: string }; contentType: string; body: ReadableStream<Uint8Array> };

/** A sheet beyond this is slow to open; CSV has no limit. */
export const largestWorkbook = 100_000;

/**
 * Writes an export: reads the rows once, hashes and adds them up, remembers the export with all of that as one audit event, and
 * only then lets the first byte go. Nothing is exported unremembered, and what is remembered is what leaves.
 * @param language of the words: their hash covers the headings too
 * @throws {Refused} `export.tooManyRows` for a workbook, CSV takes any number; `asOfFuture` for a day that is still to come.
 */
export async function runExport(
  ctx: Ctx,
  request: ExportRequest,
  format: ExportFormat,
  translate: Words,
  language: string,
  largest = largestWorkbook,
): Promise<ExportedFile> {
  const words = quick(translate);
  const extract = await extractOf(lookedAt(ctx, request), request, words, language);
  authorize(ctx.actor, "export.run", { divisionCode: extract.node.code });
  const read = await readThrough(extract, format === "xlsx" ? largest : 0, words);
  try {
    const cover = await remember(ctx, request, format, extract, read, language);
    const name = fileNameOf(cover, words);
    if (format === "csv") return { cover, name, contentType: "text/csv; charset=utf-8; header=present", body: read.file.stream() };
    await read.file.discard();
    return {
      cover,
      name,
      contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      body: await workbook(cover, extract, read.rows, words),
    };
  } catch (error) {
    await read.file.discard();
    throw error;
  }
}

type Read = { file: Spooled; count: number; totals: Total[]; rows: Row[] };

/** One pass: the lines go to a file, the sums along; of a workbook up to `keep` rows are kept too. */
async function readThrough(extract: Extract, keep: number, words: Words): Promise<Read> {
  let totals = extract.add([], []);
  let count = 0;
  const rows: Row[] = [];
  async function* lines() {
    yield csvHead(extract.columns, words);
    for await (const stretch of extract.stretches()) {
      totals = extract.add(totals, stretch);
      count += stretch.length;
      if (keep > 0 && count > keep) throw new Refused("export.tooManyRows", { limit: keep });
      if (keep > 0) rows.push(...stretch);
      yield csvLines(stretch, extract.columns, words);
    }
  }
  const file = await spool(lines());
  return { file, count, totals, rows };
}

function remember(ctx: Ctx, request: ExportRequest, format: ExportFormat, extract: Extract, read: Read, language: string): Promise<Cover> {
  const { kind, filter } = request;
  const { node } = extract;
  return ctx.db.transaction(async (tx) => {
    const demonstration = await isDemonstration(tx);
    const kept = {
      kind,
      format,
      language,
      scope: { code: node.code, name: node.name },
      filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Cover["filter"],
      basis: extract.basis,
      rows: read.count,
      totals: read.totals,
      sha256: read.file.sha256,
      demonstration,
    };
    await record(tx, ctx, "export.run", { type: "export", id: null, name: `${kind}.${format}`, divisionCode: node.code }, { after: kept });
    const head = await headOf(tx);
    const { language: _, ...cover } = kept;
    return { ...cover, number: head.seq, hash: head.hash, asOf: ctx.now.toISOString(), by: { name: ctx.actor.name, role: ctx.actor.role } };
  });
}

async function workbook(cover: Cover, extract: Extract, rows: Row[], words: Words): Promise<ReadableStream<Uint8Array>> {
  const bytes = await workbookOf(
    {
      name: words("export.cover.sheet"),
      title: `${words("app.name")} · ${words(`export.kind.${cover.kind}`)}`,
      mark: cover.demonstration ? words("app.demoBanner") : undefined,
      lines: coverLines(cover, words, localTime),
      totals: cover.totals.map((total) => ({ label: totalLabel(cover, total, words), value: total.value, kind: total.kind })),
    },
    {
      name: words(`export.kind.${cover.kind}`),
      columns: extract.columns,
      rows,
      footer: `${cover.demonstration ? `${words("app.demo")} · ` : ""}${cover.number} · ${cover.sha256.slice(0, 16)}`,
    },
    words,
  );
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
