import { readFileSync, writeFileSync } from "node:fs";

/** Turns one bit of a file over while `look` looks, then back. */
export async function withFlip<T>(file: string, bit: number, look: () => Promise<T>): Promise<T> {
  const sound = readFileSync(file);
  const flipped = Buffer.from(sound);
  flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  writeFileSync(file, flipped);
  try {
    return await look();
  } finally {
    writeFileSync(file, sound);
  }
}
