import { once } from "node:events";
import { connect } from "node:net";
import { parentPort, Worker, workerData } from "node:worker_threads";

// Asks after a server's health all the while, on a thread of its own: whoever attacks is busy, and would
// measure themselves.

export type Health = { p99: number; most: number; asked: number };

/** Does `work` while health is asked for, each time on a new connection. */
export async function underWatch<T>(origin: string, work: () => Promise<T>): Promise<T & { health: Health }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { watched: origin } });
  await once(worker, "message");
  const found = await work();
  worker.postMessage("enough");
  const [took] = (await once(worker, "message")) as [number[]];
  const sorted = took.toSorted((a, b) => a - b);
  const health = {
    p99: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0,
    most: sorted.at(-1) ?? 0,
    asked: took.length,
  };
  return { ...found, health };
}

const { watched } = (workerData ?? {}) as { watched?: string };
if (watched && parentPort) {
  const took: number[] = [];
  let isWatching = true;
  parentPort.once("message", () => {
    isWatching = false;
  });
  parentPort.postMessage("begun");
  while (isWatching) {
    took.push(await answeredIn(new URL(watched)));
    await new Promise((wait) => setTimeout(wait, 20));
  }
  parentPort.postMessage(took);
}

/** Milliseconds until it is well; a minute where no answer comes. */
function answeredIn({ host, port }: URL): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ port: Number(port), host: "127.0.0.1" });
    let text = "";
    socket.on("data", (piece) => {
      text += piece;
    });
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(text.startsWith("HTTP/1.1 200") ? performance.now() - began : 60_000));
    socket.end(`GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
