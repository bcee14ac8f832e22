import { Cron } from "croner";
import { Unfit } from "#lib/backup/rules/reasons.ts";
import { keepDue } from "#lib/backup/schedule.ts";
import { copiesIn } from "#lib/backup/store/folder.ts";
import { readEnv } from "#lib/core/env.ts";
import { Refused, type RefusedCode } from "#lib/core/errors.ts";
import { front } from "#lib/core/front.ts";
import { database } from "../session/database.ts";
import { logger } from "../session/log.ts";
import { clock } from "../session/session.ts";

/** How a copy that was due failed: when, and why, as a refusal is called. */
type Failure = { at: string; why: RefusedCode | "second" };
const shared = globalThis as typeof globalThis & { guatuBackups?: { failed: Failure | null } };
const state = () => (shared.guatuBackups ??= { failed: null });

/** Where this server's copies go. */
export const destination = () => {
  const { databaseUrl: url, backups } = readEnv();
  return { url, ...backups };
};

/** Looks every minute, from the start of the process to its end, whether a copy is due, and makes it. */
export function backUpByTheClock(): void {
  const { url, folder, second } = destination();
  if (folder === null) return;
  const keep = async () => {
    const made = await keepDue(await database(), { url, folder, second }, new Date(), await clock());
    if (!made) return;
    state().failed = made.second === false ? { at: new Date().toISOString(), why: "second" } : null;
    logger()[made.second === false ? "error" : "info"](
      { file: made.path, bytes: made.manifest.bytes, second: made.secondFailed },
      "backed up",
    );
  };
  const failed = (error: unknown) => {
    const why =
      error instanceof Refused && error.cause instanceof Refused
        ? error.cause.code
        : error instanceof Unfit && error.code !== "failed"
          ? (`backup.${error.code}` as const)
          : "backup.unfit";
    state().failed = { at: new Date().toISOString(), why };
    logger().error({ err: error }, "a backup was not made");
  };
  const job = new Cron("0 * * * * *", { protect: true, unref: true, catch: failed }, keep);
  front()?.stopping.addEventListener("abort", () => job.stop());
  void job.trigger();
}

/** The newest sound copy, for whoever watches the server; null where none are made. */
export function lastBackup() {
  const { folder, second } = destination();
  if (folder === null) return null;
  const newest = copiesIn(folder)[0]?.manifest;
  return {
    at: newest?.madeAt ?? null,
    ageSeconds: newest ? Math.max(0, Math.round((Date.now() - Date.parse(newest.madeAt)) / 1000)) : null,
    ...(newest && second !== null
      ? { second: copiesIn(second).some(({ manifest }) => manifest.sha256 === newest.sha256) }
      : {}),
    failed: failure(),
  };
}

/** What went wrong with the last copy that was due; null when it was made. */
export const failure = (): Failure | null => state().failed;
