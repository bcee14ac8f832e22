import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { resolve } from "node:path";
import { formatWithOptions } from "node:util";
import pino from "pino";
import { readEnv } from "#lib/core/env.ts";
import { type Front, standInFront } from "#lib/core/front.ts";
import { type Admitted, admit, alwaysSent, clientOf, type Head, passedOn, type Refusal } from "./guard.ts";
import { watchBody } from "./parts.ts";
import { refusalAnswer } from "./refusal-page.ts";
import { turnsOf } from "./turns.ts";

// The product's own front door: what is refused is refused here, before the framework or our pages read a
// byte of it. What it keeps to, and the traps on the way, are told in
// docs/decisions/0033-a-server-in-front.md.

const headersMs = 10_000;
const keepAliveMs = 75_000; // longer than a proxy keeps a connection, or it sends into one that is closing
const stopMs = 8_000;
const atOnce = 4;
const doorAtOnce = 2; // as many as are hashed at once: guesses at secrets wait for each other, not everybody for them
const mayWait = 400;
const longestTurnMs = 10_000; // who reads an answer slowly keeps nobody waiting
const mostConnections = 2_000;
const mostInFlight = 8; // of one connection
const mostThrownAway = 32 * 1024 * 1024; // bytes of a refused body

const env = sure(readEnv);
const log = pino({ level: env.logLevel });
const requests = new AsyncLocalStorage<{ id: string; said: Set<string> }>();
speakInLines();

const stopping = new AbortController();
const inner = createServer({ shouldUpgradeCallback: () => false }, fromInside);
inner.listen(0, "127.0.0.1");
await once(inner, "listening");
const front: Front = standInFront({
  innerDoor: `http://127.0.0.1:${(inner.address() as AddressInfo).port}`,
  innerKey: randomUUID(),
  stopping: stopping.signal,
  knowsSession: undefined,
});

// The framework makes its requests' addresses of these, never of what a request says, and asks itself through
// the inner door.
const canonical = new URL(env.origin);
Object.assign(process.env, { NODE_ENV: "production", __NEXT_PRIVATE_ORIGIN: front.innerDoor });
const { default: next } = await import("next");
const application = next({
  dev: false,
  dir: resolve(import.meta.dirname, ".."),
  hostname: canonical.hostname,
  port: Number(canonical.port) || (canonical.protocol === "https:" ? 443 : 80),
  httpServer: new EventEmitter() as never, // it would listen for upgrades there, and leave what it does not know open for ever
});
await application.prepare();
const answer = application.getRequestHandler();

const outer = createServer(
  {
    headersTimeout: headersMs,
    requestTimeout: 300_000, // an upload's; shorter forms have a limit of their own
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: 16 * 1024,
    shouldUpgradeCallback: () => false,
  },
  (request, response) => safely(request, response, () => fromOutside(request, response)),
);
outer.maxConnections = mostConnections;
outer.maxRequestsPerSocket = 10_000;
outer.on("checkContinue", (request, response) =>
  safely(request, response, () => fromOutside(request, response)),
);
outer.on("drop", (data) =>
  refused(undefined, { status: 503, reason: "connections" }, data?.remoteAddress ?? ""),
);
outer.on("clientError", unreadable);

const inFlight = new Map<Socket, number>();
outer.on("connection", (socket) => {
  inFlight.set(socket, 0);
  socket.once("close", () => inFlight.delete(socket));
});
outer.once("error", (error: NodeJS.ErrnoException) => {
  process.stderr.write(
    `Guatu cannot listen on ${env.host}:${env.port} (${error.code}). Check HOST and PORT.\n`,
  );
  process.exit(1);
});
outer.listen({ port: env.port, host: env.host, backlog: 1024 });
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);

const turns = turnsOf({ atOnce, mayWait });
const turnsAtTheDoor = turnsOf({ atOnce: doorAtOnce, mayWait });

function fromOutside(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  inFlight.set(socket, (inFlight.get(socket) ?? 0) + 1);
  response.once("close", () => inFlight.has(socket) && inFlight.set(socket, (inFlight.get(socket) ?? 1) - 1));
  for (const [name, value] of Object.entries(alwaysSent)) response.setHeader(name, value);
  const head = headOf(request);
  if ((inFlight.get(socket) ?? 0) > mostInFlight) {
    refused(request, { status: 429, reason: "pipelined" }, addressOf(socket));
    socket.destroy();
    return;
  }
  if (isProbe(head)) head.hosts = [canonical.host]; // balancers ask by address
  if (isHealth(head)) {
    health(response);
    return;
  }
  const admitted = admit(head, env);
  if ("status" in admitted) return void refuse(request, response, admitted);
  const hasCome = admitted.limits && hold(request, response, admitted.limits);
  void letIn(request, response, admitted, hasCome).catch((error) => failed(error, response));
}

/**
 * The rest of the way in, which waits: for the session, and for a small body, so that who sends slowly keeps
 * nobody else's turn.
 */
async function letIn(
  request: IncomingMessage,
  response: ServerResponse,
  admitted: Admitted,
  hasCome: Promise<void> | null,
): Promise<void> {
  const refusal = await admitSession(admitted);
  if (refusal) return refuse(request, response, refusal);
  const id = randomUUID();
  request.headers = passedOn(headOf(request), admitted.origin, env, id);
  if (admitted.origin.protocol === "https:")
    response.setHeader("strict-transport-security", "max-age=31536000");
  if (request.headers.expect) response.writeContinue();
  if (admitted.limits?.whole) await hasCome;
  handOver(request, response, id);
}

/** A body that only a session may send goes no further before the session is known. */
async function admitSession({ ifSession }: Admitted): Promise<Refusal | null> {
  if (ifSession === null || (await front.knowsSession?.(ifSession))) return null;
  return { status: 413, reason: "length without a session" };
}

/**
 * Watches a body while it comes: how long it takes, and of how many parts it is.
 * @returns settled when all of it has come
 */
function hold(
  request: IncomingMessage,
  response: ServerResponse,
  limits: NonNullable<Admitted["limits"]>,
): Promise<void> {
  const slow = setTimeout(() => refuse(request, response, { status: 408, reason: "body" }), limits.ms);
  const stop = () => clearTimeout(slow);
  request.once("close", stop);
  const hasCome = watchBody(request, limits, () =>
    refuse(request, response, { status: 413, reason: "parts" }),
  );
  void hasCome.then(stop);
  return hasCome;
}

function handOver(request: IncomingMessage, response: ServerResponse, id: string): void {
  const go = () => {
    if (!response.destroyed && !response.writableEnded) askApplication(request, response, id);
  };
  // A page that waits for its own parts must not wait for its own turn.
  if (request.url?.startsWith("/_next/static/") || isProbe(headOf(request))) {
    go();
    return;
  }
  const atTheDoor = request.method === "POST" && /^\/login(?![^/?])/.test(request.url ?? "");
  const turn = (atTheDoor ? turnsAtTheDoor : turns).take(() => {
    setTimeout(() => turn?.end(), longestTurnMs).unref();
    go();
  });
  if (!turn)
    return void refuse(request, response, { status: 503, reason: "turns", headers: { "retry-after": "2" } });
  response.once("close", turn.end);
  const writeHead = response.writeHead;
  response.writeHead = function sent(...given: unknown[]) {
    if (String(response.getHeader("content-type")).startsWith("text/event-stream")) turn.end(); // it has no end
    return Reflect.apply(writeHead, response, given);
  } as typeof writeHead;
}

/**
 * Kept pages ask this process for themselves: at a door of its own, so that full connections cannot make
 * pages wait for each other.
 */
function fromInside(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers["x-anew"] !== front.innerKey || request.method !== "GET")
    return void response.writeHead(404).end();
  const id = randomUUID();
  request.headers = {
    ...request.headers,
    host: canonical.host,
    "x-forwarded-host": canonical.host,
    "x-request-id": id,
  };
  request.headers["x-forwarded-proto"] ??= canonical.protocol.slice(0, -1);
  askApplication(request, response, id);
}

function askApplication(request: IncomingMessage, response: ServerResponse, id: string): void {
  requests.run(
    { id, said: new Set() },
    () => void answer(request, response).catch((error) => failed(error, response)),
  );
}

const headOf = (request: IncomingMessage): Head => ({
  method: request.method ?? "",
  url: request.url ?? "",
  headers: request.headers,
  hosts: request.headersDistinct.host ?? [],
  peer: addressOf(request.socket),
});
const addressOf = (socket: Socket): string => (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
const isHealth = ({ method, url }: Head) => url === "/api/health" && (method === "GET" || method === "HEAD");
const isProbe = ({ method, url }: Head) =>
  method === "GET" && (url === "/api/health" || url === "/api/ready");

function health(response: ServerResponse): void {
  const ending = stopping.signal.aborted;
  const words = JSON.stringify({ status: ending ? "stopping" : "ok" });
  response
    .writeHead(ending ? 503 : 200, { "content-type": "application/json", "cache-control": "no-store" })
    .end(words);
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  refused(request, refusal, clientOf(headOf(request), env));
  if (response.headersSent) return void request.socket.destroy();
  const { text, headers } = refusalAnswer(refusal, { path: request.url ?? "", home: env.origin });
  response.writeHead(refusal.status, headers);
  response.end(request.method === "HEAD" ? undefined : text);
  if (request.complete) return;
  // Closing at once would reset the connection before the answer is read: what still comes is thrown away for
  // a while, for a browser sends the whole of a form before it reads an answer. What is larger than any form
  // is left in the line.
  if (Number(request.headers["content-length"]) > mostThrownAway)
    request.read(0); // or Node itself would take all of it off the line
  else {
    let left = mostThrownAway;
    request.on("data", (part: Buffer) => {
      left -= part.length;
      if (left < 0) request.socket.destroy();
    });
    request.resume();
  }
  const { socket } = request;
  const end = setTimeout(() => socket.destroy(), 5_000);
  // A socket outlives its requests: a listener more on it for each refusal would add up.
  const over = () => {
    clearTimeout(end);
    socket.off("close", over);
  };
  for (const target of [request, socket]) target.once("close", over);
}

// A refusal is a line, and a flood of them a counted line: whoever sends it must not fill the disk either.
const mostLines = 20;
let second = 0;
let lines = 0;
let untold = 0;
function refused(
  request: IncomingMessage | undefined,
  { status, reason }: Pick<Refusal, "reason"> & { status: number },
  peer: string,
): void {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    if (untold > 0) log.warn({ count: untold }, "more were refused");
    [second, lines, untold] = [now, 0, 0];
  }
  if (++lines > mostLines) untold++;
  else
    log.warn(
      {
        request: randomUUID(),
        status,
        reason,
        peer,
        method: request?.method,
        path: request?.url?.slice(0, 200),
      },
      "refused",
    );
}

/** What Node itself could not read: broken lines, headers that are too long or too slow. */
function unreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status =
    ({ ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 } as const)[error.code ?? ""] ?? 400;
  refused(undefined, { status, reason: error.code ?? "" }, addressOf(socket));
  if ((inFlight.get(socket) ?? 0) > 0) return void socket.destroy(); // an answer may be under way: no second one into it
  const { text, headers } = refusalAnswer({ status, reason: "" }, { path: "", home: env.origin });
  const sent = Object.entries({ ...headers, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.end(`HTTP/1.1 ${status} Refused\r\n${sent.join("")}\r\n${text}`);
}

/**
 * The framework listens for what nobody caught and goes on, so that what is thrown here would leave a request
 * unanswered.
 */
function safely(request: IncomingMessage, response: ServerResponse, work: () => void): void {
  try {
    work();
  } catch (error) {
    log.error({ err: error, path: request.url }, "the guard failed");
    failed(error, response);
  }
}

function failed(error: unknown, response: ServerResponse): void {
  log.error({ err: error, request: requests.getStore()?.id }, "a request failed");
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { "content-type": "text/plain" }).end("500");
}

/** Finishes what is in flight, and waits for nothing else. */
function stop(): void {
  stopping.abort();
  const closed = once(outer, "close");
  outer.close();
  // A connection that a browser opened ahead and never used counts as busy for Node, which would wait for it.
  const closeIdle = () => {
    for (const [socket, busy] of inFlight) if (busy === 0) socket.destroySoon();
  };
  closeIdle();
  setInterval(closeIdle, 50).unref();
  setTimeout(() => process.exit(0), stopMs).unref();
  void closed
    .then(() => {
      inner.close();
      inner.closeAllConnections();
      return application.close();
    })
    .finally(() => process.exit(0));
}

/**
 * What the framework says becomes lines of the log like any other, with the request that it is about; what it
 * says twice, one.
 */
function speakInLines(): void {
  const line =
    (level: "error" | "warn" | "info") =>
    (...said: unknown[]) => {
      const err = said.find((each) => each instanceof Error);
      const words = formatWithOptions(
        { colors: false, depth: 2 },
        ...(said.map((each) => (each instanceof Error ? each.message : each)) as [unknown]),
      );
      const { id, said: told } = requests.getStore() ?? {};
      if (told?.has(words)) return;
      told?.add(words);
      log[level]({ request: id, ...(err ? { err } : {}) }, words);
    };
  Object.assign(console, { error: line("error"), warn: line("warn"), log: line("info"), info: line("info") });
}

/** What the environment lacks ends the process with its sentence. */
function sure<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
