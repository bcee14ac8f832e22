import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { engine } from "#db/columns.ts";
import { insideSqlite, onDisk, replaceSqlite } from "#db/sqlite-copy.ts";
import type { Anchor } from "#lib/audit/queries/trail.ts";
import { anchorsIn } from "#lib/audit/store/anchors.ts";
import { Unfit } from "../rules/reasons.ts";
import { digestOf, requireKnown, verifyCopy } from "./copy.ts";
import type { Manifest } from "./manifest.ts";
import { replacePostgres } from "./postgres-copy.ts";

type How = { forceOlder: boolean; anchors: string | undefined; now?: Date };

/**
 * Puts a copy in place of the database of `url`, once everything about it holds. What stood there is set
 * aside, never deleted.
 * @returns where that is now; null where there was none
 * @throws {Unfit} and nothing was changed
 */
export async function restoreCopy(
  url: string,
  file: string,
  { forceOlder, anchors, now = new Date() }: How,
): Promise<{ manifest: Manifest; aside: string | null }> {
  const manifest = await verifyCopy(file);
  requireKnown(manifest);
  const anchor = anchors === undefined ? null : await newestAnchor(anchors);
  if (anchor) requireAsNew(file, manifest, anchor, forceOlder);
  const suffix = `before-restore-${now.toISOString().replaceAll(/[:.]/g, "-")}`;
  if (engine === "postgres") return { manifest, aside: await replacePostgres(url, file, suffix) };
  const beside = `${url}.restoring`;
  mkdirSync(dirname(url), { recursive: true });
  try {
    copyFileSync(file, beside);
    onDisk(beside);
    if ((await digestOf(beside)) !== manifest.sha256) throw new Unfit("checksum");
    return { manifest, aside: replaceSqlite(url, beside, suffix) };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (/^SQLITE_(BUSY|LOCKED)/.test(String(code))) throw new Unfit("inUse");
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** A copy that has not got the newest head that is known outside of it would lose what came after it. */
function requireAsNew(file: string, { head }: Manifest, anchor: Anchor, forceOlder: boolean): void {
  if (head.seq < anchor.seq) {
    if (forceOlder) return;
    throw new Unfit("older", `${head.seq} < ${anchor.seq}`);
  }
  // A dump is not looked into: there only the very head can be compared.
  const hash =
    engine === "sqlite"
      ? insideSqlite(file, ({ hashAt }) => hashAt(anchor.seq))
      : head.seq === anchor.seq
        ? head.hash
        : anchor.hash;
  if (hash !== anchor.hash) throw new Unfit("otherTrail", `${anchor.seq}`);
}

/** The last line of an anchors file: what was kept after a restore counts, and not what it took back. */
const newestAnchor = async (file: string): Promise<Anchor | null> =>
  existsSync(file) ? ((await anchorsIn(file)).at(-1) ?? null) : null;
