import { json, problem } from "#app/_server/api/problem.ts";
import { lastBackup } from "#app/_server/live/backup-clock.ts";
import { database } from "#app/_server/session/database.ts";
import { logger } from "#app/_server/session/log.ts";
import { storageOf } from "#lib/core/disk.ts";

export const dynamic = "force-dynamic";

/**
 * Can the database be read and written? Tried by a write of its own at most every five seconds, however often
 * somebody asks here. `disk` is the room left on the database's disk. What fails is the engine's code, e.g.
 * SQLITE_FULL or ECONNREFUSED.
 */
export async function GET() {
  const { failure, freeBytes } = await database()
    .then(storageOf)
    .catch((error) => {
      logger().error({ err: error }, "not ready"); // its sentence may name paths
      return { failure: String((error as { code?: unknown }).code ?? "unreachable"), freeBytes: null };
    });
  const disk = { freeBytes };
  if (failure === null) return json({ status: "ready", writing: true, disk, lastBackup: lastBackup() });
  return problem(503, "notReady", "The database cannot be written", {
    reason: failure,
    writing: false,
    disk,
    lastBackup: lastBackup(),
  });
}
