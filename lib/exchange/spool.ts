import { createHash } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Spooled = {
  /** SHA-256 (hex) of all bytes. */
  sha256: string;
  bytes: number;
  /** The bytes, once. Read to the end or cancelled, the file is gone. */
  stream(): ReadableStream<Uint8Array>;
  discard(): Promise<void>;
};

/**
 * Writes what `pieces` yields to a file without a name, so that its size and hash are known before the first byte leaves, what
 * leaves is what was hashed, and memory stays flat. The file vanishes with the process too.
 */
export async function spool(pieces: AsyncIterable<string>): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), "guatu-export-"));
  const file = await open(join(folder, "data"), "wx+", 0o600);
  await rm(folder, { recursive: true }); // the open file stays until it is closed
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece, "utf8");
      hash.update(chunk);
      bytes += chunk.length;
      await file.appendFile(chunk);
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  let at = 0;
  return {
    sha256: hash.digest("hex"),
    bytes,
    discard: () => file.close(),
    stream: () =>
      new ReadableStream({
        async pull(controller) {
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, at);
          at += bytesRead;
          if (bytesRead > 0) controller.enqueue(new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead));
          else {
            controller.close();
            await file.close();
          }
        },
        cancel: () => file.close(),
      }),
  };
}
