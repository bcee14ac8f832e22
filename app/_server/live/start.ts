import { Cron } from "croner";
import { keepAnchors } from "#lib/audit/store/anchors.ts";
import { requireClock } from "#lib/audit/store/clock.ts";
import { requireSuite } from "#lib/audit/store/suite.ts";
import { isDemonstration } from "#lib/core/context.ts";
import { readEnv } from "#lib/core/env.ts";
import { front } from "#lib/core/front.ts";
import { recordLate } from "#lib/exports/store/late.ts";
import { requireOwnSecret } from "#lib/people/store/secret.ts";
import { actorOfSession } from "#lib/people/store/sessions.ts";
import { claimDatabase, database } from "../session/database.ts";
import { logger } from "../session/log.ts";
import { clock } from "../session/session.ts";

/** Ends the process with one plain sentence where serving would be unsafe or cannot work. */
export async function refuseToStart({ guarded }: { guarded: boolean }): Promise<void> {
  try {
    const env = readEnv();
    if (guarded && !front())
      throw new Error("Pages are served behind a guard of ours: start with `npm start`.");
    await claimDatabase();
    const db = await database();
    await requireOwnSecret(db, env.secret);
    await requireSuite(db, env.gm);
    if (env.today === undefined && !(await isDemonstration(db))) await requireClock(db, new Date());
    if (env.production && (await isDemonstration(db))) {
      throw new Error(
        "This is a demonstration database, whose passwords are public. Run `npm run guatu -- init --empty` first, or point DATABASE_URL elsewhere.",
      );
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

/** Keeps heads of the trail outside the database for as long as the server runs. */
export function keepHeads(): void {
  const server = front();
  if (server) void database().then((db) => keepAnchors(db, server.stopping));
}

/** Records, as soon as the disk takes it, what left while it took nothing. */
export function recordWhatLeft(): void {
  const failed = (error: unknown) =>
    logger().error({ err: error }, "what left unrecorded could not be recorded");
  const job = new Cron("*/5 * * * * *", { protect: true, unref: true, catch: failed }, async () => {
    const recorded = await recordLate(await database(), await clock());
    if (recorded > 0) logger().info({ recorded }, "recorded what had left unrecorded");
  });
  front()?.stopping.addEventListener("abort", () => job.stop());
}

/** Tells the server in front what it must know of sessions before it takes in a large form. */
export function answerFront(): void {
  const server = front();
  if (server)
    server.knowsSession = async (token) =>
      (await actorOfSession(await database(), token, new Date())) !== null;
}
