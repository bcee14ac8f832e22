import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { copiesIn } from "../store/folder.ts";
import type { Manifest } from "../store/manifest.ts";

/** A copy as the administrator sees it: how many rows, and no money, which is not theirs to see. */
export type Backup = Pick<Manifest, "file" | "madeAt" | "bytes" | "build" | "head" | "sha256"> & {
  rows: number;
  /** Does it lie in the second folder too? null where there is none. */
  second: boolean | null;
};

/** The finished copies, newest first; each was read back and checked before it had its name. */
export async function backupsOf(
  ctx: Ctx,
  { folder, second }: { folder: string | null; second: string | null },
): Promise<Backup[]> {
  authorize(ctx.actor, "backup.read");
  const there = new Map(
    second === null ? [] : copiesIn(second).map(({ manifest }) => [manifest.file, manifest.sha256]),
  );
  return (folder === null ? [] : copiesIn(folder)).map(
    ({ manifest: { file, madeAt, bytes, build, head, sha256, tables } }) => ({
      file,
      madeAt,
      bytes,
      build,
      head,
      sha256,
      rows: Object.values(tables).reduce((sum, count) => sum + count, 0),
      second: second === null ? null : there.get(file) === sha256,
    }),
  );
}
