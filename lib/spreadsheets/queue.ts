import { Refused } from "#lib/core/errors.ts";

/**
 * One reader leaves a core to the server on the smallest machine; a second keeps a large file from holding up
 * the small ones.
 */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Does the work when it is its turn. @throws {Refused} `sheets.cancelled` where the signal comes first */
export async function inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal?.aborted) throw new Refused("sheets.cancelled");
  if (running >= atOnce) await turn(signal);
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** Whoever is done hands on its place, so that nobody overtakes. */
function turn(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const mine = () => {
      signal?.removeEventListener("abort", leave);
      resolve();
    };
    const leave = () => {
      waiting.splice(waiting.indexOf(mine), 1);
      reject(new Refused("sheets.cancelled"));
    };
    waiting.push(mine);
    signal?.addEventListener("abort", leave, { once: true });
  });
}
