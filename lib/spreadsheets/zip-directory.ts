import { crc32, inflateRawSync } from "node:zlib";
import { Refused } from "#lib/core/errors.ts";
import type { SheetLimits } from "./limits.ts";

/** A file inside an archive, as the archive's directory describes it. */
export type Entry = { name: string; packed: Uint8Array; method: number; bytes: number; crc: number };

const damaged = () => new Refused("sheets.damaged");
const unsafe = () => new Refused("sheets.unsafe");
const entryHead = 46;
const localHead = 30;

/**
 * The entries of an archive, nothing of it unpacked yet. Stricter than archives need be, because a
 * spreadsheet program writes none of what is refused here: names that lead elsewhere or come twice, entries
 * that share bytes, sizes left out.
 * @throws {Refused} `sheets.damaged`, `sheets.unsafe`, `sheets.encrypted`
 */
export function entriesOf(file: Uint8Array, limits: Pick<SheetLimits, "parts">): Map<string, Entry> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = endOf(file, view);
  const { count, first } = directoryOf(view, end);
  if (count > limits.parts) throw unsafe();
  const entries = new Map<string, Entry>();
  const spans: [from: number, to: number][] = [];
  let at = first;
  for (let n = 0; n < count; n++) {
    if (at + entryHead > end || view.getUint32(at, true) !== 0x02014b50) throw damaged();
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const crc = view.getUint32(at + 16, true);
    const [nameBytes, extraBytes] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const { packed, bytes, local } = sizesOf(view, at, at + entryHead + nameBytes, extraBytes, end);
    const name = Buffer.from(file.subarray(at + entryHead, at + entryHead + nameBytes)).toString("utf8");
    at += entryHead + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (flags & 1) throw new Refused("sheets.encrypted");
    if (leadsAway(name) || entries.has(name.toLowerCase())) throw unsafe();
    if (local + localHead > end || view.getUint32(local, true) !== 0x04034b50) throw damaged();
    const from = local + localHead + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (from + packed > end) throw damaged();
    spans.push([local, from + packed]);
    entries.set(name.toLowerCase(), { name, packed: file.subarray(from, from + packed), method, bytes, crc });
  }
  spans.sort(([a], [b]) => a - b);
  if (spans.some(([from], n) => from < (spans[n - 1]?.[1] ?? 0))) throw unsafe();
  return entries;
}

/** Where the directory's own end stands. */
function endOf(file: Uint8Array, view: DataView): number {
  for (let at = file.length - 22; at >= Math.max(0, file.length - 65_557); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw damaged();
}

/**
 * A number of the larger kind of archive, which writers that stream make of small files too (Zip64, APPNOTE
 * 4.3.14–16, 4.5.3).
 */
function large(view: DataView, at: number): number {
  const number = view.getBigUint64(at, true);
  if (number > BigInt(view.byteLength) * 1_000n) throw unsafe();
  return Number(number);
}
const elsewhere = 0xffffffff;

function directoryOf(view: DataView, end: number): { count: number; first: number } {
  const [count, first] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (count !== 0xffff && first !== elsewhere) return { count, first };
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) throw damaged();
  const at = large(view, locator + 8);
  if (at + 56 > locator || view.getUint32(at, true) !== 0x06064b50) throw damaged();
  return { count: large(view, at + 32), first: large(view, at + 48) };
}

/**
 * Sizes and place of an entry: those that are too large for their field, or not known when it was written,
 * stand in its extra field.
 */
function sizesOf(view: DataView, entry: number, extra: number, extraBytes: number, end: number) {
  const sizes = {
    packed: view.getUint32(entry + 20, true),
    bytes: view.getUint32(entry + 24, true),
    local: view.getUint32(entry + 42, true),
  };
  const missing = (["bytes", "packed", "local"] as const).filter((each) => sizes[each] === elsewhere);
  if (missing.length === 0) return sizes;
  const last = extra + extraBytes;
  if (last > end) throw damaged();
  for (let at = extra; at + 4 <= last; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    if (view.getUint16(at + 2, true) < missing.length * 8 || at + 4 + missing.length * 8 > last)
      throw damaged();
    missing.forEach((each, n) => {
      sizes[each] = large(view, at + 4 + n * 8);
    });
    return sizes;
  }
  throw damaged();
}

const leadsAway = (name: string) =>
  name.length > 255 || /^[/\\]|^[a-z]:|\\|\0/i.test(name) || name.split("/").includes("..");

/** What is small anyway may repeat itself as it likes. */
const smallBytes = 1_000_000;

/**
 * An entry unpacked, never past the size that the directory states for it.
 * @throws {Refused} `sheets.tooMuch` where it would grow beyond `mostBytes` or is packed as only a bomb is,
 * `sheets.unsafe` where its stated size is a lie, `sheets.damaged`
 */
export function unpacked(
  { packed, method, bytes, crc }: Entry,
  mostBytes: number,
  mostTimes: number,
): Buffer {
  if (bytes > mostBytes || (bytes > smallBytes && bytes > packed.length * mostTimes))
    throw new Refused("sheets.tooMuch");
  if (method !== 0 && method !== 8) throw unsafe();
  let content: Buffer;
  try {
    content =
      method === 0 ? Buffer.from(packed) : inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (problem) {
    if (problem instanceof RangeError) throw unsafe();
    throw damaged();
  }
  if (content.length !== bytes || crc32(content) !== crc) throw damaged();
  return content;
}
