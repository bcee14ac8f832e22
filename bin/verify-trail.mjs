// node verify-trail.mjs FILE.csv [--anchor SEQ:HASH …]: is an exported audit trail (审计轨迹 .csv) untouched? It needs nothing but
// Node and this file: no database, no package. Exits with 1 where something does not hold.
import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The fields of a CSV file, record by record (RFC 4180). */
export function recordsOf(text) {
  const records = [];
  let record = [];
  for (const [, quoted, bare, end] of text.replace(/^\ufeff/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    record.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
  }
  return records;
}

/**
 * The rows of an exported trail, checked: every row's hash is that of its hashed text, what it shows is what that text says, numbers
 * rise, and where two follow each other the second names the first's hash. A filtered trail has holes, which are counted and named
 * by number; heads that were kept elsewhere (anchors) notice what a hole or a cut tail could hide.
 */
export function checkTrail(text, anchors = []) {
  const [heads = [], ...rows] = recordsOf(text);
  // The last three columns are previous hash, hash and hashed text, in whatever language the headings are; the first is the number.
  const [hashedAt, hashAt, previousAt] = [heads.length - 1, heads.length - 2, heads.length - 3];
  if (heads.length < 8) return { rows: 0, holes: 0, head: null, broken: { row: 1, why: "this is no exported trail" } };
  let last = null;
  let holes = 0;
  const hashes = new Map();
  for (const [at, row] of rows.entries()) {
    const why = wrong(row, last);
    if (why) return { rows: rows.length, holes, head: last, broken: { row: at + 2, seq: row[0], why } };
    const seq = Number(row[0]);
    if (seq !== (last?.seq ?? 0) + 1) holes += 1;
    last = { seq, hash: row[hashAt] };
    hashes.set(seq, row[hashAt]);
  }
  const missed = anchors.find((anchor) => hashes.get(anchor.seq) !== anchor.hash);
  const broken = missed ? { seq: missed.seq, why: "the event of a kept head is not there, or is another" } : null;
  return { rows: rows.length, holes, head: last, broken };

  function wrong(row, before) {
    if (row.length !== heads.length) return "it has another number of columns";
    const [hash, hashed] = [row[hashAt], row[hashedAt]];
    if (createHash("sha256").update(hashed).digest("hex") !== hash) return "its hash is not that of its text";
    const [seq, , , actor, , , , , subjectId, subject, division, request, payload, previous] = JSON.parse(hashed);
    const told = [seq, actor, subjectId ?? "", subject, division, JSON.parse(payload).reason, request, previous].map(String).map(plain);
    const shown = [0, 2, 6, 7, 8, 9, 12, previousAt].map((column) => plain(row[column].replace(/^'(?=[\s\u3000]*[=+\-@＝＋－＠]|[\t\r])/, "")));
    if (told.some((value, column) => value !== shown[column])) return "what it shows is not what its hashed text says";
    if (before && Number(seq) <= before.seq) return "its number does not rise";
    if (Number(seq) === (before?.seq ?? 0) + 1 && previous !== (before?.hash ?? "0".repeat(64))) return "it does not follow the event before it";
    return null;
  }
}

// What an export leaves out of texts, because spreadsheets cannot hold it.
const plain = (text) => text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [path, ...rest] = process.argv.slice(2);
  const anchors = rest.filter((each) => each !== "--anchor").map((each) => ({ seq: Number(each.split(":")[0]), hash: each.split(":")[1] }));
  if (!path) {
    console.error("Say which file: node verify-trail.mjs FILE.csv [--anchor SEQ:HASH]");
    process.exit(2);
  }
  const { rows, holes, head, broken } = checkTrail(readFileSync(path, "utf8"), anchors);
  if (broken) {
    console.error(`不符 · It does not hold: ${broken.row ? `line ${broken.row}, ` : ""}event ${broken.seq ?? "?"}: ${broken.why}.`);
    process.exit(1);
  }
  console.log(
    `相符 · It holds: ${rows} events, head ${head ? `${head.seq} ${head.hash}` : "–"}${holes > 0 ? `, ${holes} gaps in the numbers (a filter, or events of other areas)` : ""}.`,
  );
}
