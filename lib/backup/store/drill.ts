import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "#db/columns.ts";
import { type Contents, insideSqlite } from "#db/sqlite-copy.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { Unfit } from "../rules/reasons.ts";
import { differenceOf, isOfThisBuild, requireKnown, totalsDiffer, verifyCopy } from "./copy.ts";
import type { Manifest } from "./manifest.ts";
import { contentsOfPostgres, inScratchPostgres } from "./postgres-copy.ts";

/**
 * Takes a copy back in a scratch place, opens it there with the product itself, walks its audit log and holds
 * its totals against the manifest. Nothing of it stays.
 * @param url the database of this process; on PostgreSQL the scratch database is made beside it
 * @throws {Unfit} what differs
 */
export async function drillCopy(url: string, file: string): Promise<Manifest> {
  const manifest = await verifyCopy(file);
  requireKnown(manifest);
  if (engine === "postgres") {
    await inScratchPostgres(url, file, (scratch) =>
      useOnce(scratch, manifest, () => contentsOfPostgres(scratch)),
    );
    return manifest;
  }
  const folder = mkdtempSync(join(tmpdir(), "guatu-drill-"));
  const scratch = join(folder, "guatu.db");
  try {
    copyFileSync(file, scratch);
    await useOnce(scratch, manifest, async () => insideSqlite(scratch, ({ contents }) => contents));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return manifest;
}

async function useOnce(scratch: string, manifest: Manifest, look: () => Promise<Contents>): Promise<void> {
  const db = await openDatabase(scratch); // migrates a copy of an older build, as a start would
  try {
    const { broken, head } = await verifyTrail(
      db,
      [manifest.head].filter(({ seq }) => seq > 0),
    );
    if (broken) throw new Unfit("chain", `${broken.seq}`);
    const contents = await look();
    const differs = isOfThisBuild(manifest)
      ? differenceOf(contents, manifest)
      : totalsDiffer({ ...contents, head: upTo(manifest, head) }, manifest);
    if (differs) throw new Unfit("contents", differs);
    await db.ping(); // last, for it writes a row of its own
  } finally {
    await db.close();
  }
}

/** A migration may add an event of its own: what came before it is held against the manifest by the walk. */
const upTo = ({ head }: Manifest, walked: Manifest["head"]): Manifest["head"] =>
  walked.seq > head.seq ? head : walked;
