import type { Worker } from "node:worker_threads";
import { Refused } from "#lib/core/errors.ts";
import type { ReadSheet } from "./cells.ts";
import { type SheetLimits, sheetLimits } from "./limits.ts";
import { type Message, type Task, unpackedCell } from "./messages.ts";
import { inTurn } from "./queue.ts";
import { kindOf } from "./sniff.ts";
import { endThread, takeThread } from "./threads.ts";

export type SheetFile = { name: string; bytes: Uint8Array };
export type Reading = {
  limits?: Partial<SheetLimits>;
  /** Ends the reading where it is, with `sheets.cancelled`. */
  signal?: AbortSignal | undefined;
  /** Rows read so far, of the longest sheet. */
  onProgress?: ((rows: number) => void) | undefined;
};

/**
 * Reads every sheet of an .xlsx or CSV file in a thread of its own, which ends with it, so that the server
 * keeps serving and no file can take it along. What the file is called does not matter, except that a CSV's
 * sheet has its name.
 * @throws {Refused} with a code under `refused.sheets` for whatever cannot or may not be read; nothing else,
 * whatever the file
 */
export async function readSheets(
  file: SheetFile,
  { limits: given, signal, onProgress }: Reading = {},
): Promise<ReadSheet[]> {
  const limits = { ...sheetLimits, ...given };
  if (file.bytes.length > limits.fileBytes)
    throw new Refused("sheets.tooLarge", { megabytes: Math.floor(limits.fileBytes / 1_000_000) });
  const task: Task = { name: file.name, bytes: file.bytes, kind: kindOf(file.bytes), limits };
  return inTurn(() => inThread(task, signal, onProgress), signal);
}

async function inThread(
  task: Task,
  signal: AbortSignal | undefined,
  onProgress: Reading["onProgress"],
): Promise<ReadSheet[]> {
  const worker = takeThread(task.limits.heapMegabytes);
  const stop = AbortSignal.any([AbortSignal.timeout(task.limits.milliseconds), ...(signal ? [signal] : [])]);
  try {
    return await heard(worker, task, stop, onProgress);
  } catch (problem) {
    throw problem === stop.reason
      ? new Refused(signal?.aborted ? "sheets.cancelled" : "sheets.tooSlow")
      : problem;
  } finally {
    await endThread(worker);
  }
}

/** The sheets as the thread sends them, row by row. */
function heard(
  worker: Worker,
  task: Task,
  stop: AbortSignal,
  onProgress: Reading["onProgress"],
): Promise<ReadSheet[]> {
  const sheets: ReadSheet[] = [];
  let rows = 0;
  return new Promise((resolve, reject) => {
    const end = () => reject(stop.reason);
    if (stop.aborted) end();
    stop.addEventListener("abort", end, { once: true });
    worker.on("message", (message: Message) => {
      if ("refused" in message) return reject(new Refused(message.refused, message.details));
      if ("done" in message) return resolve(sheets);
      if ("sheet" in message) sheets.push({ ...message.sheet, rows: [] });
      else {
        const sheet = sheets.at(-1);
        for (const row of message.rows) sheet?.rows.push(row.map(unpackedCell));
        // A template brings sheets along that nobody fills in.
        rows = Math.max(rows, sheet?.hidden ? 0 : (sheet?.rows.length ?? 0));
        onProgress?.(rows);
      }
      worker.postMessage("taken");
    });
    worker.on("error", (problem: Error & { code?: string }) =>
      reject(problem.code === "ERR_WORKER_OUT_OF_MEMORY" ? new Refused("sheets.tooMuch") : problem),
    );
    worker.on("exit", () => reject(new Error("The reader ended without a word")));
    worker.postMessage(task);
  });
}
