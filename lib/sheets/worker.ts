import { parentPort, workerData } from "node:worker_threads";
import { Refused } from "../errors.ts";
import type { SheetLimits } from "./limits.ts";
import { type Message, packedCell, type SentSheet, type Task } from "./sent.ts";

// The thread that reads one file and ends. It is started by read.ts, which may end it earlier.

/** Few enough that the server is never busy for long with what it is sent. */
const rowsAtOnce = 250;

const port = parentPort;
if (!port) throw new Error("This runs as a thread of the server");
const { name, bytes, kind, limits } = workerData as Task;
const say = (message: Message) => port.postMessage(message);
let characters = 0;
/** The next rows go when the last have been taken, so that the server can turn to others in between. */
const taken = () => new Promise((resolve) => port.once("message", resolve));

try {
  for (const sheet of await sheetsOf()) await send(sheet);
  say({ done: true });
} catch (problem) {
  if (!(problem instanceof Refused)) throw problem;
  say({ refused: problem.code, details: problem.details });
}
port.close();

/** Either reader is loaded only where it is needed: the library for workbooks takes longer to load than most files take to read. */
async function sheetsOf(): Promise<SentSheet[]> {
  if (kind === "text") return [(await import("./csv.ts")).textSheet(name, bytes, limits)];
  return (await import("./xlsx.ts")).workbookSheets(bytes, limits);
}

async function send({ rows, row, ...sheet }: SentSheet): Promise<void> {
  say({ sheet });
  await taken();
  let [pending, blank]: [ReturnType<typeof packedCell>[][], number] = [[], 0];
  for (let at = 0; at < rows; at++) {
    const cells = row(at).map(packedCell);
    while (cells.at(-1) === null) cells.pop();
    characters += charactersOf(cells, limits);
    // Rows without cells at the end of a sheet are nobody's rows.
    if (cells.length === 0) {
      blank++;
      continue;
    }
    for (; blank > 0; blank--) pending.push([]);
    pending.push(cells);
    if (pending.length < rowsAtOnce) continue;
    say({ rows: pending });
    pending = [];
    await taken();
  }
  if (pending.length === 0) return;
  say({ rows: pending });
  await taken();
}

function charactersOf(cells: ReturnType<typeof packedCell>[], { characters: most }: SheetLimits): number {
  const sum = cells.reduce<number>((total, cell) => total + (typeof cell === "string" ? cell.length : 0), 0);
  if (characters + sum > most) throw new Refused("sheets.tooMuch");
  return sum;
}
