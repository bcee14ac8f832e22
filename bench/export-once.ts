// node bench/export-once.ts FILE floor|csv|xlsx: does it once in a process of its own, whose memory is then
// nobody else's, and prints what it took as JSON.
import Database from "better-sqlite3";
import { runExport } from "#lib/exports/leaving.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { as } from "./district.ts";

export type Once = { rows: number; bytes: number; ms: number; firstByteMs: number; grownMb: number };

const [file = "", what = "", rows = "false"] = process.argv.slice(2) as [string, string, "true" | "false"];
const megabytes = () => process.memoryUsage.rss() / 2 ** 20;

const result = what === "floor" ? floor() : await exported(what as "csv" | "xlsx");
process.stdout.write(JSON.stringify(result satisfies Once));

/** The same rows, joined, read in a loop on a bare connection. */
function floor(): Once {
  const db = new Database(file, { readonly: true });
  const began = performance.now();
  const statement = db.prepare(`
    select p.id, p.stage, p.source, p.amount_fen, p.on_day, p.year, p.document_no, p.note, p.explanation, p.reverses_id,
      p.person_name, p.recorded_at, p.provenance, j.number, j.name, d.code, d.short_name, r.id as reversed_by
    from funding_posting p
    join project j on j.id = p.project_id
    join division d on d.id = j.town_id
    left join funding_posting r on r.reverses_id = p.id
    order by p.id`);
  let [rows, sum] = [0, 0];
  for (const row of statement.iterate() as Iterable<{ amount_fen: number }>) {
    rows += 1;
    sum += row.amount_fen;
  }
  if (sum === 0) throw new Error("The ledger is empty");
  return { rows, bytes: 0, ms: performance.now() - began, firstByteMs: 0, grownMb: 0 };
}

async function exported(format: "csv" | "xlsx"): Promise<Once> {
  const db = await openDatabase(file);
  const ctx = await as(db, "auditor");
  const before = megabytes();
  let [bytes, firstByteMs, peak] = [0, 0, before];
  const watch = setInterval(() => {
    peak = Math.max(peak, megabytes());
  }, 5);
  const began = performance.now();
  const { begun, body } = await runExport(
    ctx,
    { kind: "funding", filter: { approvedOnly: rows } },
    format,
    (key) => key,
    "zh-CN",
  );
  for await (const piece of body) {
    if (bytes === 0) firstByteMs = performance.now() - began;
    bytes += piece.length;
    peak = Math.max(peak, megabytes());
  }
  const ms = performance.now() - began;
  clearInterval(watch);
  const { exportMade } = await import("#lib/exports/queries/exports.ts");
  const made = await exportMade(ctx, begun.number);
  if (made.state !== "whole") throw new Error(`The export is ${made.state}`);
  await db.close();
  return { rows: made.rows, bytes, ms, firstByteMs, grownMb: peak - before };
}
