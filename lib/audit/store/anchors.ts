import { createSocket } from "node:dgram";
import { appendFile, readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { Reader } from "#db/client.ts";
import { readEnv, type Syslog } from "#lib/core/env.ts";
import type { Anchor } from "../queries/trail.ts";
import { headOf } from "./record.ts";

// Heads of the trail outside the database (RELIABILITY R8): a chain alone does not notice a cut tail, an
// older copy, or that all of it was computed anew.

const longestMs = 2_000;

/** Where heads are kept. */
export type AnchorPlaces = { file: string | undefined; syslog: Syslog | undefined };

const placesOfEnv = (): AnchorPlaces => {
  const { anchors, syslog } = readEnv();
  return { file: anchors, syslog };
};

/**
 * Keeps the trail's head outside the database, where places are set, with the reason: `hourly`, `lock
 * 2016-11`, `backup FILE`. Call it after the operation is committed. Best effort: a place that cannot be
 * written is said on standard error and stops nobody.
 * @param head the event that it is of; the newest unless given
 */
export async function writeAnchor(
  db: Reader,
  why: string,
  head?: Anchor,
  places = placesOfEnv(),
): Promise<void> {
  if (!places.file && !places.syslog) return;
  try {
    const { seq, hash } = head ?? (await headOf(db));
    const line = `${new Date().toISOString()} ${seq} ${hash} ${why.replaceAll(/\s+/g, " ")}`;
    const kept = Promise.allSettled([
      places.file && appendFile(places.file, `${line}\n`, { mode: 0o640, flush: true }),
      places.syslog && sendToSyslog(places.syslog, line),
    ]);
    // A place that hangs, as a folder of another machine can, keeps nobody waiting.
    const done = await Promise.race([kept, wait(longestMs, undefined, { ref: false })]);
    if (!done) throw new Error(`not done within ${longestMs} ms`);
    for (const each of done) if (each.status === "rejected") throw each.reason;
  } catch (error) {
    process.stderr.write(
      `${JSON.stringify({ level: "error", msg: "an anchor of the audit log could not be kept", why, error: String(error) })}\n`,
    );
  }
}

const logAudit = 13; // RFC 5424's facility for it
const notice = 5;

/** RFC 5424 over UDP (RFC 5426): one datagram, and nobody answers. */
async function sendToSyslog({ host, port }: Syslog, line: string): Promise<void> {
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  const [instant, ...rest] = line.split(" ");
  const message = `<${logAudit * 8 + notice}>1 ${instant} ${hostname() || "-"} guatu ${process.pid} anchor - ${rest.join(" ")}`;
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.send(message, port, host, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    socket.close();
  }
}

const hourMs = 3_600_000;

/** Keeps a head now and at every full hour of the clock, until `stopping`. */
export async function keepAnchors(db: Reader, stopping: AbortSignal, places = placesOfEnv()): Promise<void> {
  if (!places.file && !places.syslog) return;
  await writeAnchor(db, "start", undefined, places);
  while (!stopping.aborted) {
    await wait(hourMs - (Date.now() % hourMs), undefined, { signal: stopping, ref: false }).catch(
      () => undefined,
    );
    if (!stopping.aborted) await writeAnchor(db, "hourly", undefined, places);
  }
}

/**
 * A head as it is given by hand, `SEQ:HASH`: of the hash the first 12 digits, which stand on paper, are
 * enough. `null`: it is none.
 */
export function anchorOf(text: string): Anchor | null {
  const [, seq, hash = ""] = /^(\d{1,10}):([0-9a-f]{12,64})$/.exec(text.trim().toLowerCase()) ?? [];
  return seq === undefined ? null : { seq: Number(seq), hash };
}

/** The heads of an anchors file. @throws one plain sentence for a line that is none */
export async function anchorsIn(path: string): Promise<Anchor[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.flatMap((line, at) => {
    if (line === "") return [];
    const [, seq, hash = ""] = /^\S+ (\d+) ([0-9a-f]{64}) ./.exec(line) ?? [];
    if (seq === undefined)
      throw new Error(`Line ${at + 1} of ${path} is no anchor: each is "instant number hash why".`);
    return seq === "0" ? [] : [{ seq: Number(seq), hash }];
  });
}
