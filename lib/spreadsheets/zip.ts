import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw, inflateRawSync } from "node:zlib";
import { sheetLimits } from "./limits.ts";
import { type TempFile, tempFile } from "./temp-file.ts";
import { entriesOf } from "./zip-directory.ts";

// The least of the zip format (PKWARE APPNOTE 4.3) that a part of a million rows needs: it is packed while it
// is made, and its size is known only then. The spreadsheet library writes all other parts of a workbook, and
// its packed bytes are taken over as they are.

/** A part of a zip file, packed. */
export type Part = {
  name: string;
  method: 0 | 8;
  crc: number;
  size: number;
  packedSize: number;
  packed: () => AsyncIterable<Uint8Array>;
};

/** The parts of a zip file that is whole in memory, as the spreadsheet library writes it. */
export const partsIn = (zip: Uint8Array): Part[] =>
  [...entriesOf(zip, sheetLimits).values()].map(({ name, packed, method, bytes, crc }) => ({
    name,
    method: method === 0 ? 0 : 8,
    crc,
    size: bytes,
    packedSize: packed.length,
    packed: () => given(packed),
  }));

async function* given(bytes: Uint8Array) {
  yield bytes;
}

/** What a small part holds, as text. */
export async function textOf(part: Part): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of part.packed()) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  return (part.method === 0 ? bytes : inflateRawSync(bytes)).toString("utf8");
}

/** A part kept as it is. */
export function partOf(name: string, content: string | Uint8Array): Part {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return {
    name,
    method: 0,
    crc: crc32(bytes),
    size: bytes.length,
    packedSize: bytes.length,
    packed: () => given(bytes),
  };
}

export type PackedPart = Part & Pick<TempFile, "discard">;

/**
 * Packs what `pieces` yields into a file without a name: memory stays flat. Its end is known first when all
 * of it has come.
 */
export async function packedPart(name: string, pieces: AsyncIterable<string>): Promise<PackedPart> {
  const file = await tempFile();
  let [crc, size, packedSize] = [0, 0, 0];
  async function* bytes() {
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece);
      crc = crc32(chunk, crc);
      size += chunk.length;
      yield chunk;
    }
  }
  try {
    await pipeline(bytes(), createDeflateRaw({ level: 4, chunkSize: 65_536 }), async (packed) => {
      for await (const chunk of packed as AsyncIterable<Uint8Array>) {
        packedSize += chunk.length;
        await file.append(chunk);
      }
    });
  } catch (error) {
    await file.discard();
    throw error;
  }
  return { name, method: 8, crc, size, packedSize, packed: () => file.read(), discard: file.discard };
}

const [localMark, centralMark, endMark] = ["PK\x03\x04", "PK\x01\x02", "PK\x05\x06"] as const;
const utf8Names = 0x0800;
const firstOfJanuary1980 = 0x21;

/**
 * A zip file of parts, in their order.
 * @throws RangeError beyond 4 GiB, which the format's plain form does not hold
 */
export async function* zipOf(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const sizes = Buffer.alloc(26); // what both headers say alike
    sizes.writeUInt16LE(20, 0);
    sizes.writeUInt16LE(utf8Names, 2);
    sizes.writeUInt16LE(part.method, 4);
    sizes.writeUInt16LE(firstOfJanuary1980, 8);
    sizes.writeUInt32LE(part.crc, 10);
    sizes.writeUInt32LE(part.packedSize, 14);
    sizes.writeUInt32LE(part.size, 18);
    sizes.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from(centralMark, "latin1"), Buffer.from([20, 0]), sizes, place, name]),
    );
    yield Buffer.concat([Buffer.from(localMark, "latin1"), sizes, name]);
    yield* part.packed();
    at += 30 + name.length + part.packedSize;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  yield Buffer.concat([entries, Buffer.from(endMark, "latin1"), end]);
}
