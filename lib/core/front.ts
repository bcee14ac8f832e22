// The server in front and the application behind it are one process. This is what one tells the other.

/** The server that stands in front of the pages (bin/server.ts). */
export type Front = {
  /**
   * Where this process asks itself for a page, e.g. `http://127.0.0.1:41234`: a door without turns, closed
   * last.
   */
  innerDoor: string;
  /** What opens it, new in every process, sent as `x-anew`. */
  innerKey: string;
  /** Aborted once, when the server is told to stop: what has no end of its own ends then. */
  stopping: AbortSignal;
  /** Is this the token of a living session? Set by the application before the first request. */
  knowsSession: ((token: string) => Promise<boolean>) | undefined;
};

const shared = globalThis as typeof globalThis & { guatuFront?: Front };

/**
 * The server in front, or undefined where there is none: in `npm run dev`, and in the operator's commands.
 */
export const front = (): Front | undefined => shared.guatuFront;

/** Said once, by the server in front, before the application is loaded. */
export function standInFront(server: Front): Front {
  shared.guatuFront = server;
  return server;
}

/**
 * The session's cookie. Over https its name says that it was set there, for this host alone: a browser takes
 * it from nowhere else.
 */
export const sessionCookieName = (https: boolean): string =>
  https ? "__Host-guatu_session" : "guatu_session";
