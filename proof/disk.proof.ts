// RELIABILITY R3 and R14: the disk fails under the running server, once and lastingly, and a small one is
// filled to its end.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Built, brokenCopy, builtServer, demonstrationIn } from "./built.ts";
import { type Clerk, clerkOf, inWords, isWhole, keptOf, newPosting, type Posting, post } from "./posting.ts";
import { conclude } from "./result.ts";

const calls = [
  { call: "pwrite64", error: "EIO" },
  { call: "pwrite64", error: "ENOSPC" },
  { call: "fdatasync,fsync", error: "EIO" },
  { call: "fdatasync,fsync", error: "ENOSPC" },
];
const lastingShare = 6; // every how many a failure lasts
const noPing = "UPDATE setting SET value = ? WHERE key = 'nothing'";

type Told = {
  faults: number;
  struck: number;
  refused: number;
  unknown: number;
  again: number;
  notAgain: string[];
  blind: string[];
  wordless: string[];
};

export async function prove([faults = "240", port = "4374"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  const small = join(folder, "small");
  mkdirSync(small);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", small]);
  try {
    const database = await demonstrationIn(folder);
    const acknowledged: Posting[] = [];
    const told: Told = {
      faults: 0,
      struck: 0,
      refused: 0,
      unknown: 0,
      again: 0,
      notAgain: [],
      blind: [],
      wordless: [],
    };
    const server = await builtServer({ port: Number(port), folder: small, name: "whole", database });
    const clerk = await clerkOf(server, "lianhua");
    for (let at = 0; at < Number(faults); at++) {
      const fill = at % 24 === 23;
      const { call, error } = calls[at % calls.length] as (typeof calls)[number];
      const lasts = fill || at % lastingShare === 0;
      const fault = fill
        ? filled(small)
        : await injected(server.pid, call, error, lasts ? "1+" : String(1 + (at % 3)));
      await under(
        fault,
        { server, clerk, lasts, name: fill ? `full ${at}` : `${call} ${error} ${at}` },
        told,
        acknowledged,
      );
      if (at % 20 === 19)
        console.log(`${at + 1} faults, ${told.struck} struck, ${acknowledged.length} acknowledged`);
    }
    const stays = !server.hasEnded();
    await server.stop();
    const kept = keptOf(server.file, acknowledged);
    const blind = await readyWhileFull({ small, folder, database, port: Number(port) + 1 });
    return await conclude({
      name: "disk",
      rows: [
        {
          row: "R3, R14",
          property: "a full or failing disk stops writing, not reading",
          figure: `${told.faults} faults (pwrite and fsync with EIO and ENOSPC, once and lasting; a file system filled), of which ${told.struck} refused a post: ${inWords(kept)}; ${told.again} sent once more are there once, ${told.notAgain.length} not${said(told.notAgain)}; while one lasted ${told.blind.length} times ready did not say 503 within 5 s or a page did not open${said(told.blind)}; ${told.wordless.length} refusals without 未保存${said(told.wordless)}; ${stays ? "never restarted" : "the server ended"}`,
          reach:
            "≥ 240 faults: 0 lost, 0 corrupt, the user reads 未保存, /api/ready says 503 within 5 s, recovers without a restart",
          control: `the build whose ping writes nothing, on a full file system: ready says ${blind}`,
          ok:
            Number(faults) >= 240 &&
            stays &&
            isWhole(kept) &&
            told.struck >= Number(faults) / 4 &&
            told.notAgain.length + told.blind.length + told.wordless.length === 0 &&
            blind === 200,
        },
      ],
    });
  } finally {
    execFileSync("umount", ["-l", small]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const said = (cases: string[]): string => (cases.length > 0 ? ` (${cases.slice(0, 3).join("; ")})` : "");

type Fault = { lift(): Promise<void> };
type Where = { server: Built; clerk: Clerk; lasts: boolean; name: string };

/**
 * Posts under a fault, looks at what can still be read, lifts it, and sends what was not acknowledged once
 * more.
 */
async function under(
  fault: Fault,
  { server, clerk, lasts, name }: Where,
  told: Told,
  acknowledged: Posting[],
) {
  told.faults++;
  const open: Posting[] = [];
  for (let n = 0; n < 2; n++) {
    const posting = newPosting(`D${told.faults}-${n}`, clerk.username);
    const { state, answer } = await post(server, clerk, posting);
    if (state === "done") {
      acknowledged.push(posting);
      continue;
    }
    open.push(posting);
    told[state]++;
    if (!answer?.text.replaceAll(/<script.*?<\/script>/gs, "").includes("未保存"))
      told.wordless.push(`${name}: ${answer?.status ?? "no answer"}`);
  }
  if (open.length > 0) told.struck++;
  // A full file system refuses nothing while the database's own files have room: then ready is right.
  if (lasts && open.length > 0) {
    const status = async (path: string) =>
      (await server.ask(path, { headers: { cookie: clerk.cookie } })).status;
    if (!(await within(5_000, async () => (await status("/api/ready")) === 503)))
      told.blind.push(`${name}: ready`);
    for (const path of ["/board", "/villages", "/api/v1/board", "/api/v1/export/funding.csv"])
      if ((await status(path)) !== 200) told.blind.push(`${name}: ${path}`);
  }
  await fault.lift();
  if (!(await within(30_000, async () => (await server.ask("/api/ready")).status === 200)))
    told.notAgain.push(`${name}: not ready again`);
  for (const posting of open) {
    const { state } = await post(server, clerk, posting);
    if (state !== "done") told.notAgain.push(`${name}: ${state}`);
    else {
      told.again++;
      acknowledged.push(posting);
    }
  }
}

async function within(ms: number, holds: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + ms;
  for (;;) {
    if (await holds()) return true;
    if (Date.now() > end) return false;
    await new Promise((wait) => setTimeout(wait, 100));
  }
}

/**
 * Lets the system call of the server's main thread, which writes the database, fail.
 * @param when the how many-th: `2`, or `1+` for all
 */
async function injected(pid: number, call: string, error: string, when: string): Promise<Fault> {
  const args = [
    "-p",
    String(pid),
    "-e",
    `trace=${call}`,
    "-e",
    `inject=${call}:error=${error}:when=${when}`,
    "-o",
    "/dev/null",
  ];
  const tracer: ChildProcess = spawn("strace", args, { stdio: ["ignore", "ignore", "pipe"] });
  await new Promise<void>((attached, fail) => {
    let text = "";
    tracer.stderr?.on("data", (piece) => {
      text += piece;
      if (/attached/.test(text)) attached();
    });
    tracer.once("exit", () => fail(new Error(`strace: ${text}`)));
  });
  return {
    async lift() {
      const ended = once(tracer, "exit");
      tracer.kill("SIGINT");
      await ended;
    },
  };
}

/** Fills a file system to its last byte. */
function filled(folder: string): Fault {
  const filler = join(folder, "filler");
  for (let size = 1 << 22; size >= 1; size >>= 1) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
    } catch {
      // no room for so many more
    }
  }
  return { lift: async () => rmSync(filler) };
}

async function readyWhileFull(at: {
  small: string;
  folder: string;
  database: string;
  port: number;
}): Promise<number> {
  const home = brokenCopy(at.folder, (text) =>
    text.replaceAll(/INSERT INTO setting \(key, value\) VALUES \('ping', \?\)[^"'`]*/g, noPing),
  );
  const server = await builtServer({
    port: at.port,
    folder: at.small,
    name: "blind",
    database: at.database,
    home,
  });
  filled(at.small);
  if (statfsSync(at.small).bavail > 0) throw new Error("The file system was not filled.");
  await new Promise((wait) => setTimeout(wait, 6_000)); // longer than what was known is kept
  const { status } = await server.ask("/api/ready");
  await server.stop();
  return status;
}
