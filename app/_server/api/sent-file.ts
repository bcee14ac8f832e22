import { createHash } from "node:crypto";

/**
 * A file that a form sends under `name`: its bytes, and what of it a command keeps. `null` where none was
 * chosen; an empty one is a file, and its reader says that it is empty.
 */
export async function sentFile(
  form: FormData,
  name: string,
): Promise<{ bytes: Uint8Array; fields: { fileName: string; sha256: string } } | null> {
  const file = form.get(name);
  if (!(file instanceof File) || file.name === "") return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return {
    bytes,
    fields: { fileName: file.name.slice(-200), sha256: createHash("sha256").update(bytes).digest("hex") },
  };
}
