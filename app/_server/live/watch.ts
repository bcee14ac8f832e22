import { wallVersion } from "#lib/board/queries/wall.ts";
import { dayOf } from "#lib/core/dates.ts";
import { front } from "#lib/core/front.ts";
import { database } from "../session/database.ts";
import { logger } from "../session/log.ts";
import { clock } from "../session/session.ts";

// One look at the trail's head a tick, whatever the number of walls, and none while nobody listens.

/** Hears every change of the version, and the same version again every few seconds as a sign of life. */
export type Listener = { news: (version: string) => void; end: () => void };

const tickMs = 500;
const lifeMs = 10_000;

type Watch = { listeners: Set<Listener>; timer: NodeJS.Timeout | undefined; version: string; toldAt: number };
// The bundler may load this module more than once; the process still looks once.
const shared = globalThis as typeof globalThis & { guatuWatch?: Watch };

function watch(): Watch {
  if (shared.guatuWatch) return shared.guatuWatch;
  const watched: Watch = { listeners: new Set(), timer: undefined, version: "", toldAt: 0 };
  // A server that stops waits for its answers to end, and these have no end of their own.
  front()?.stopping.addEventListener("abort", () => {
    for (const listener of watched.listeners) listener.end();
  });
  shared.guatuWatch = watched;
  return watched;
}

/**
 * What a server that stops answers to walls, else null: they come again every few seconds, and a connection
 * that is never idle would keep it from ever being done.
 */
export function stopping(): Response | null {
  return front()?.stopping.aborted
    ? new Response(null, { status: 503, headers: { connection: "close", "retry-after": "5" } })
    : null;
}

export async function versionNow(): Promise<string> {
  return wallVersion(await database(), dayOf(await clock()));
}

/** Listens until the function that it returns is called. */
export function listen(listener: Listener): () => void {
  const watched = watch();
  watched.listeners.add(listener);
  watched.timer ??= setTimeout(look, tickMs);
  return () => {
    watched.listeners.delete(listener);
  };
}

async function look(): Promise<void> {
  const watched = watch();
  try {
    const version = await versionNow();
    if (version !== watched.version || Date.now() - watched.toldAt >= lifeMs) {
      watched.version = version;
      watched.toldAt = Date.now();
      for (const listener of watched.listeners) listener.news(version);
    }
  } catch (error) {
    // Walls that hear nothing ask for themselves, and say so when that fails too.
    logger().error({ err: error }, "the walls' look at the trail failed");
  }
  watched.timer = watched.listeners.size > 0 ? setTimeout(look, tickMs) : undefined;
}
