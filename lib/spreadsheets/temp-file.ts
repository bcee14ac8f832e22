import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type TempFile = {
  append(chunk: Uint8Array): Promise<void>;
  /** What was written, once. Read to the end or left, the file is gone. */
  read(): AsyncGenerator<Uint8Array>;
  /** Gone without having been read, or read only in part; a second time it does nothing. */
  discard(): Promise<void>;
};

/**
 * A file without a name, to keep what is too large for memory until it is known whole. It vanishes with the
 * process too.
 */
export async function tempFile(): Promise<TempFile> {
  const folder = await mkdtemp(join(tmpdir(), "guatu-export-"));
  const file = await open(join(folder, "data"), "wx+", 0o600);
  await rm(folder, { recursive: true }); // the open file stays until it is closed
  return {
    append: (chunk) => file.appendFile(chunk),
    async *read() {
      try {
        for (let at = 0; ; ) {
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, at);
          if (bytesRead === 0) return;
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
    discard: () => file.close(),
  };
}
