import { parentPort, workerData } from "node:worker_threads";
import { Refused } from "#lib/core/errors.ts";
import { textSheet } from "./csv.ts";
import type { SheetLimits } from "./limits.ts";
import type { Message, SentCell, SentSheet, Task } from "./messages.ts";
import { warmUp } from "./warm-up.ts";
import { workbookSheets } from "./xlsx.ts";

// The thread that reads one file. It is started and ended by threads.ts; what it says is heard by read.ts.

/** Few enough that the server is never busy for long with what it is sent. */
const rowsAtOnce = 400;

const port = parentPort;
if (!port) throw new Error("This runs as a thread of the server");
port.once("message", (task: Task) => void work(task));
if (workerData.practise) await warmUp();

async function work({ name, bytes, kind, limits }: Task): Promise<void> {
  try {
    const sheets = kind === "text" ? [textSheet(name, bytes, limits)] : await workbookSheets(bytes, limits);
    let characters = 0;
    for (const sheet of sheets) characters = await send(sheet, limits, characters);
    port?.postMessage({ done: true } satisfies Message);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    port?.postMessage({ refused: problem.code, details: problem.details } satisfies Message);
  }
}

/** The next rows go when the last have been taken, so that the server can turn to others in between. */
const say = (message: Message) =>
  new Promise((taken) => {
    port?.once("message", taken);
    port?.postMessage(message);
  });

/** @returns how many letters have been sent so far, of all sheets */
async function send(
  { rows, row, ...sheet }: SentSheet,
  limits: SheetLimits,
  before: number,
): Promise<number> {
  let characters = before;
  let taken = say({ sheet });
  let [pending, blank]: [SentCell[][], number] = [[], 0];
  for (let at = 0; at < rows; at++) {
    const cells = row(at);
    while (cells.at(-1) === null) cells.pop();
    for (const cell of cells) if (typeof cell === "string") characters += cell.length;
    if (characters > limits.characters) throw new Refused("sheets.tooMuch");
    // Rows without cells at the end of a sheet are nobody's rows.
    if (cells.length === 0) {
      blank++;
      continue;
    }
    for (; blank > 0; blank--) pending.push([]);
    pending.push(cells);
    if (pending.length < rowsAtOnce) continue;
    await taken;
    taken = say({ rows: pending });
    pending = [];
  }
  await taken;
  if (pending.length > 0) await say({ rows: pending });
  return characters;
}
