import { database } from "../../_server/database.ts";
import { logger } from "../../_server/log.ts";
import { json, problem } from "../../_server/problem.ts";

export const dynamic = "force-dynamic";

const keptMs = 5_000;
const shared = globalThis as typeof globalThis & { guatuReady?: { at: number; reason: Promise<string | null> } };

/** Can the database be read and written? Asked at most every five seconds, however often somebody asks here. */
export async function GET() {
  if (!shared.guatuReady || Date.now() - shared.guatuReady.at > keptMs) shared.guatuReady = { at: Date.now(), reason: whyNot() };
  const reason = await shared.guatuReady.reason;
  return reason === null ? json({ status: "ready" }) : problem(503, "notReady", "The database cannot be written", { reason });
}

/** The engine's code, e.g. SQLITE_FULL or ECONNREFUSED; `null` when all is well. Its sentence goes to the log: it may name paths. */
async function whyNot(): Promise<string | null> {
  try {
    await (await database()).ping();
    return null;
  } catch (error) {
    logger().error({ err: error }, "not ready");
    return String((error as { code?: unknown }).code ?? "unreachable");
  }
}
