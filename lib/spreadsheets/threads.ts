import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { sheetLimits } from "./limits.ts";

/**
 * How long a thread waits for the next file: whoever mends a file sends it again within minutes, and then
 * nobody for days.
 */
const idleMilliseconds = 120_000;

/**
 * The thread's file as it lies in the project, in whose folder the server is started: Node runs it as it is,
 * no bundler may move it.
 */
const threadFile = () => join(/* turbopackIgnore: true */ process.cwd(), "lib", "spreadsheets", "worker.ts");

function start(heapMegabytes: number, practise = false): Worker {
  return new Worker(/* turbopackIgnore: true */ threadFile(), {
    workerData: { practise },
    // The reader needs nothing of what the server knows.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
}

let ready: { worker: Worker; forget: () => void } | undefined;

/** A thread for one file: one that has loaded its readers already, if there is one. */
export function takeThread(heapMegabytes: number): Worker {
  if (!ready || heapMegabytes !== sheetLimits.heapMegabytes) return start(heapMegabytes);
  const { worker, forget } = ready;
  forget();
  worker.ref();
  return worker;
}

/**
 * Ends a thread with its file, so that nothing of one file meets the next, and makes one ready in its place:
 * loading takes as long as reading.
 */
export async function endThread(worker: Worker): Promise<void> {
  await worker.terminate();
  if (ready) return;
  const next = start(sheetLimits.heapMegabytes, true);
  const idle = setTimeout(() => {
    forget();
    void next.terminate();
  }, idleMilliseconds);
  const forget = () => {
    clearTimeout(idle);
    next.removeListener("error", forget).removeListener("exit", forget);
    ready = undefined;
  };
  next.on("error", forget).on("exit", forget);
  ready = { worker: next, forget };
  // Neither keeps a program alive that has nothing else to do.
  next.unref();
  idle.unref();
}
