import { crc32, inflateRawSync } from "node:zlib";
import { Refused } from "../errors.ts";
import type { SheetLimits } from "./limits.ts";

/** A file inside an archive, as the archive's directory describes it. */
export type Entry = { name: string; packed: Uint8Array; method: number; bytes: number; crc: number };

const damaged = () => new Refused("sheets.damaged");
const unsafe = () => new Refused("sheets.unsafe");
const entryHead = 46;
const localHead = 30;

/**
 * The entries of an archive, nothing of it unpacked yet. Stricter than archives need be, because a spreadsheet program writes none of
 * what is refused here: names that lead elsewhere or come twice, entries that share bytes, sizes left out.
 * @throws {Refused} `sheets.damaged`, `sheets.unsafe`, `sheets.encrypted`
 */
export function entriesOf(file: Uint8Array, limits: Pick<SheetLimits, "parts">): Map<string, Entry> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = endOf(file, view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.parts) throw unsafe();
  const entries = new Map<string, Entry>();
  const spans: [from: number, to: number][] = [];
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n++) {
    if (at + entryHead > end || view.getUint32(at, true) !== 0x02014b50) throw damaged();
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [crc, packed, bytes] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [nameBytes, more] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true) + view.getUint16(at + 32, true)];
    const local = view.getUint32(at + 42, true);
    const name = Buffer.from(file.subarray(at + entryHead, at + entryHead + nameBytes)).toString("utf8");
    at += entryHead + nameBytes + more;
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

/** Where the directory's own end stands; the larger kind of archive begins far above what is accepted. */
function endOf(file: Uint8Array, view: DataView): number {
  for (let at = file.length - 22; at >= Math.max(0, file.length - 65_557); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (view.getUint32(at + 16, true) === 0xffffffff || view.getUint16(at + 10, true) === 0xffff) throw unsafe();
    return at;
  }
  throw damaged();
}

const leadsAway = (name: string) => name.length > 255 || /^[/\\]|^[a-z]:|\\|\0/i.test(name) || name.split("/").includes("..");

/** What is small anyway may repeat itself as it likes. */
const smallBytes = 1_000_000;

/**
 * An entry unpacked, never past the size that the directory states for it.
 * @throws {Refused} `sheets.tooMuch` where it would grow beyond `mostBytes` or is packed as only a bomb is, `sheets.unsafe` where its
 * stated size is a lie, `sheets.damaged`
 */
export function unpacked({ packed, method, bytes, crc }: Entry, mostBytes: number, mostTimes: number): Buffer {
  if (bytes > mostBytes || (bytes > smallBytes && bytes > packed.length * mostTimes)) throw new Refused("sheets.tooMuch");
  if (method !== 0 && method !== 8) throw unsafe();
  let content: Buffer;
  try {
    content = method === 0 ? Buffer.from(packed) : inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (problem) {
    if (problem instanceof RangeError) throw unsafe();
    throw damaged();
  }
  if (content.length !== bytes || crc32(content) !== crc) throw damaged();
  return content;
}
