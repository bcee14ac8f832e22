import type { WallFigures } from "./wall-figures.ts";

// How a wall stays true: server-sent events say that there is something new, the data is then asked for.
// Where events fail it asks every few seconds and keeps trying to listen. One of each timer, one source, one
// question at a time, however long it runs.

/** How the wall hears: by events, by asking, or not at all at the moment. */
export type Link = "live" | "polling" | "lost";
/** Why it shows nothing any more: the screen was revoked, nobody is signed in. */
export type Closed = "stopped" | "unauthorized";

type Hears = {
  /** There is something new. */
  shown: (shown: WallFigures) => void;
  /** The server was there, at that time of its business clock. */
  contact: (now: string) => void;
  link: (link: Link) => void;
  closed: (why: Closed | null) => void;
};

const pollMs = 5_000;
/**
 * The server says something every 10 s: a silence of more than two such is a line that was cut without a
 * word.
 */
const silenceMs = 25_000;
const patienceMs = 10_000;
const firstRetryMs = 1_000;
const lastRetryMs = 30_000;
/**
 * A page younger than this does not load itself again, so that two builds behind one address cannot play
 * ping-pong with it.
 */
const settledMs = 10_000;
const closedRetryMs = 60_000;

/** Follows what `first` has begun, until the function that it returns is called. */
export function follow(query: string, first: WallFigures, hears: Hears): () => void {
  let version = first.version;
  let tag = "";
  let source: EventSource | null = null;
  let live = false;
  let asking = false;
  let askAgain = false;
  let over = false;
  let retryMs = firstRetryMs;
  const timers: Partial<Record<"poll" | "retry" | "silence" | "reload", ReturnType<typeof setTimeout>>> = {};
  const later = (which: keyof typeof timers, work: () => void, ms: number) => {
    clearTimeout(timers[which]);
    timers[which] = setTimeout(work, ms);
  };

  function listen() {
    source?.close();
    const opened = new EventSource(`/wall/events${query}`);
    source = opened;
    opened.addEventListener("version", (event) => {
      const said = JSON.parse(event.data) as { version: string; build: string; now: string };
      live = true;
      retryMs = firstRetryMs;
      clearTimeout(timers.poll);
      later("silence", fail, silenceMs);
      hears.link("live");
      if (said.version !== version || said.build !== first.build) ask();
      else hears.contact(said.now);
    });
    opened.addEventListener("error", fail);
    later("silence", fail, silenceMs);
  }

  function hush() {
    source?.close();
    source = null;
    live = false;
    clearTimeout(timers.silence);
  }

  /**
   * The events are gone: ask at once and every few seconds, and listen again after a while, each time a
   * longer one.
   */
  function fail() {
    hush();
    if (over) return;
    later("retry", listen, retryMs);
    retryMs = Math.min(lastRetryMs, retryMs * 2);
    poll();
  }

  function poll() {
    later("poll", poll, pollMs);
    ask();
  }

  async function ask() {
    askAgain = asking;
    if (asking) return;
    asking = true;
    try {
      await askOnce();
    } catch {
      if (!over && !live) hears.link("lost"); // what is shown stays; the next question may reach
    } finally {
      asking = false;
    }
    if (askAgain && !over) ask();
  }

  async function askOnce() {
    const headers = tag ? { "if-none-match": tag } : undefined;
    const answer = await fetch(`/wall/data${query}`, {
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
      ...(headers && { headers }),
    });
    if (over) return;
    if (answer.status === 401) return close(((await answer.json()) as { code: Closed }).code);
    if (answer.status !== 304 && !answer.ok) throw new Error(`${answer.status}`);
    if (!live) hears.link("polling");
    hears.closed(null);
    hears.contact(answer.headers.get("x-now") ?? first.now);
    if (answer.status === 304) return;
    const shown = (await answer.json()) as WallFigures;
    if (over) return;
    if (shown.build !== first.build)
      return later("reload", () => location.reload(), Math.max(0, settledMs - performance.now()));
    tag = answer.headers.get("etag") ?? "";
    version = shown.version;
    hears.shown(shown);
  }

  /**
   * Nothing more to show. It asks again now and then, because somebody may sign in, or a database be
   * restored.
   */
  function close(why: Closed) {
    hush();
    clearTimeout(timers.retry);
    later("poll", fail, closedRetryMs);
    hears.closed(why);
  }

  listen();
  return () => {
    over = true;
    source?.close();
    for (const timer of Object.values(timers)) clearTimeout(timer);
  };
}
