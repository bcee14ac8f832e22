import { authorize } from "#lib/access/policy.ts";
import { writeAnchor } from "#lib/audit/store/anchors.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { Unfit } from "../rules/reasons.ts";
import type { Made } from "../store/folder.ts";
import type { Manifest } from "../store/manifest.ts";
import { keepCopyApart } from "../store/own-process.ts";

/** Where copies go, as the server was told; null for nowhere. */
export type Destination = { url: string; folder: string | null; second: string | null };

/**
 * Copies the database now, and remembers what was copied where, so that a file can be told to be the one that
 * was made.
 * @param now the machine's clock, which the copy is named by
 * @throws {Refused} `backup.noFolder`, `backup.failed` with its reason as cause
 */
export async function makeBackup(
  ctx: Ctx,
  { url, folder, second }: Destination,
  now = new Date(),
): Promise<Made> {
  authorize(ctx.actor, "backup.make");
  if (folder === null) throw new Refused("backup.noFolder");
  const made = await keepCopyApart({ url, folder, second }, now).catch((error: unknown) => {
    if (!(error instanceof Unfit)) throw error;
    throw Object.assign(new Refused("backup.failed", { about: error.about }), {
      cause: new Refused(error.code === "failed" ? "backup.unfit" : `backup.${error.code}`),
    });
  });
  await ctx.db.transaction(async (tx) => {
    authorize(ctx.actor, "backup.make");
    await record(tx, ctx, "backup.make", await subjectOf(ctx, made.manifest), {
      after: { ...inTrail(made.manifest), ...(made.second === null ? {} : { second: made.second }) },
    });
  });
  await anchor(ctx, made.manifest); // of the copy's own head, so that the copy is no older than it
  return made;
}

const anchor = (ctx: Ctx, { file, head }: Manifest) => writeAnchor(ctx.db, `backup ${file}`, head);

/** Remembers a copy that the operator made by command. */
export async function rememberBackup(ctx: Ctx, manifest: Manifest): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    authorize(ctx.actor, "backup.make");
    await record(tx, ctx, "backup.make", await subjectOf(ctx, manifest), { after: inTrail(manifest) });
  });
  await anchor(ctx, manifest);
}

/**
 * Remembers, in the database that was taken back, that it was: what had been recorded after its head is not
 * in it.
 */
export async function rememberRestore(
  ctx: Ctx,
  manifest: Manifest,
  how: { forced: boolean; aside: string | null },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    authorize(ctx.actor, "backup.restore");
    await record(tx, ctx, "backup.restore", await subjectOf(ctx, manifest), {
      after: { ...inTrail(manifest), ...how },
    });
  });
  await writeAnchor(ctx.db, `restore ${manifest.file}`);
}

const inTrail = ({ madeAt, bytes, sha256, head }: Manifest) => ({
  madeAt,
  bytes,
  sha256,
  seq: head.seq,
  head: head.hash,
});

async function subjectOf(ctx: Ctx, { file }: Manifest): Promise<Subject> {
  const root = await rootOf(ctx.db);
  return { type: "backup", id: null, name: file, divisionCode: root?.code ?? ctx.actor.scope.code };
}
