import type { Tx } from "#db/client.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { writeAnchor } from "#lib/audit/store/anchors.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { Unfit } from "../rules/reasons.ts";
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
export const makeBackup = defineCommand({
  verb: "backup.make",
  asksFirst: true,
  input: takes<Destination, [now?: Date]>(),
  async prepare(_, { input: { url, folder, second }, given: [now = new Date()] }) {
    if (folder === null) throw new Refused("backup.noFolder");
    return keepCopyApart({ url, folder, second }, now).catch((error: unknown) => {
      if (!(error instanceof Unfit)) throw error;
      throw Object.assign(new Refused("backup.failed", { about: error.about }), {
        cause: new Refused(error.code === "failed" ? "backup.unfit" : `backup.${error.code}`),
      });
    });
  },
  async work(tx, ctx, { prepared: made }) {
    const second = made.second === null ? {} : { second: made.second };
    const subject = await subjectOf(tx, ctx, made.manifest);
    return { result: made, audit: { subject, after: { ...inTrail(made.manifest), ...second } } };
  },
  async after(ctx, { result: made }) {
    await anchor(ctx, made.manifest); // of the copy's own head, so that the copy is no older than it
    return made;
  },
});

const anchor = (ctx: Ctx, { file, head }: Manifest) => writeAnchor(ctx.db, `backup ${file}`, head);

/** Remembers a copy that the operator made by command. */
export const rememberBackup = defineCommand({
  verb: "backup.make",
  input: takes<Manifest>(),
  async work(tx, ctx, { input: manifest }) {
    const subject = await subjectOf(tx, ctx, manifest);
    return { result: undefined, audit: { subject, after: inTrail(manifest) } };
  },
  after: (ctx, { input: manifest }) => anchor(ctx, manifest),
});

/**
 * Remembers, in the database that was taken back, that it was: what had been recorded after its head is not
 * in it.
 */
export const rememberRestore = defineCommand({
  verb: "backup.restore",
  input: takes<Manifest, [how: { forced: boolean; aside: string | null }]>(),
  async work(tx, ctx, { input: manifest, given: [how] }) {
    const subject = await subjectOf(tx, ctx, manifest);
    return { result: undefined, audit: { subject, after: { ...inTrail(manifest), ...how } } };
  },
  after: (ctx, { input: manifest }) => writeAnchor(ctx.db, `restore ${manifest.file}`),
});

const inTrail = ({ madeAt, bytes, sha256, head }: Manifest) => ({
  madeAt,
  bytes,
  sha256,
  seq: head.seq,
  head: head.hash,
});

async function subjectOf(tx: Tx, ctx: Ctx, { file }: Manifest): Promise<Subject> {
  const root = await rootOf(tx);
  return { type: "backup", id: null, name: file, divisionCode: root?.code ?? ctx.actor.scope.code };
}
