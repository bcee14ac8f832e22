// RELIABILITY R2: a power cut. What the product writes, and when it waits for the disk, is recorded; then the
// disk is rebuilt as a cut at any moment may have left it: all that was waited for, and of the rest none,
// all, or a random part torn by sectors.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { type Random, randomOf } from "#lib/demo/random.ts";
import { freshDistrict } from "../bench/district.ts";
import { conclude } from "./result.ts";

const posts = 150;
const sector = 512;

type Event =
  | { what: "write"; file: string; at: number; data: Buffer }
  | { what: "cut"; file: string; at: number }
  | { what: "sync"; file: string }
  | { what: "said"; voucher: string };
/** A file of the disk, in a buffer that has room for it to grow. */
type File = { bytes: Buffer; length: number };
type Disk = Map<string, File>;
const room = 1 << 26;
const fileOf = (content: Buffer): File => {
  const bytes = Buffer.alloc(room);
  content.copy(bytes);
  return { bytes, length: content.length };
};
const copied = (disk: Disk): Disk =>
  new Map(
    [...disk].map(([name, { bytes, length }]) => [
      name,
      { bytes: Buffer.concat([bytes.subarray(0, length), Buffer.alloc(1 << 23)]), length },
    ]),
  );

export async function prove([images = "4000", seed = "1"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "guatu-proof-"));
  try {
    const file = join(folder, "guatu.db");
    copyFileSync(await freshDistrict(), file);
    const before = readFileSync(file);
    const events = recorded(file, join(folder, "trace"));
    const counts = { writes: 0, syncs: 0, said: 0 };
    for (const { what } of events) counts[what === "sync" ? "syncs" : what === "said" ? "said" : "writes"]++;
    const ours = cut(events, before, { folder, images: Number(images), seed: Number(seed), unsynced: false });
    const control = cut(events, before, {
      folder,
      images: Math.min(200, Number(images)),
      seed: Number(seed),
      unsynced: true,
    });
    return await conclude({
      name: "power",
      rows: [
        {
          row: "R2",
          property: "a power cut loses nothing",
          figure: `${ours.images} images of ${counts.said} postings (${counts.writes} writes, ${counts.syncs} syncs; seed ${seed}): ${ours.lost} with an acknowledged one lost, ${ours.corrupt} corrupt, ${ours.half} half written${ours.first && `; first: ${ours.first}`}`,
          reach: "≥ 4,000 images: 0 acknowledged lost, 0 corrupt",
          control: `the same recording without the log's syncs, as synchronous=NORMAL leaves them out: ${control.lost} of ${control.images} images have lost acknowledged ones`,
          ok:
            counts.said === posts &&
            ours.images >= 4000 &&
            ours.lost + ours.corrupt + ours.half === 0 &&
            control.lost > 0,
        },
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets the product post under strace. @returns what reached the system of the database's files, in order */
function recorded(file: string, trace: string): Event[] {
  const calls = "trace=pwrite64,write,ftruncate,fsync,fdatasync";
  const writer = [process.execPath, "proof/power-writer.ts", file, String(posts)];
  execFileSync("strace", ["-f", "-y", "-xx", "-s", "1000000", "-e", calls, "-o", trace, ...writer], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const events: Event[] = [];
  for (const line of readFileSync(trace, "latin1").split("\n")) {
    const [, call = "", rest = ""] =
      /^\d+ +(pwrite64|write|ftruncate|fsync|fdatasync)\((.*)$/.exec(line) ?? [];
    const [, fd = "", hex = ""] = /^(\d+)<([^>]*)>/.exec(rest) ?? [];
    const path = hex.startsWith("\\x") ? Buffer.from(hex.replaceAll("\\x", ""), "hex").toString() : hex;
    const name = path === file ? "db" : path === `${file}-wal` ? "wal" : "";
    if (call === "write" && fd === "1")
      events.push({ what: "said", voucher: bytesIn(rest).toString().trim() });
    if (name === "" || !/= \d+$/.test(line)) continue;
    if (call === "pwrite64")
      events.push({
        what: "write",
        file: name,
        at: Number(/, (\d+)\) +=/.exec(rest)?.[1]),
        data: bytesIn(rest),
      });
    if (call === "ftruncate")
      events.push({ what: "cut", file: name, at: Number(/, (\d+)\) +=/.exec(rest)?.[1]) });
    if (call === "fsync" || call === "fdatasync") events.push({ what: "sync", file: name });
  }
  return events;
}

const bytesIn = (text: string): Buffer =>
  Buffer.from((/"([^"]*)"/.exec(text)?.[1] ?? "").replaceAll("\\x", ""), "hex");

type How = { folder: string; images: number; seed: number; unsynced: boolean };

/** Cuts the power at moments spread over the recording, in each way in turn, and looks at what is left. */
function cut(events: readonly Event[], before: Buffer, { folder, images, seed, unsynced }: How) {
  const luck = randomOf(`power ${seed}`);
  const durable: Disk = new Map([
    ["db", fileOf(before)],
    ["wal", fileOf(Buffer.alloc(0))],
  ]);
  let pending: Extract<Event, { at: number }>[] = [];
  const said: string[] = [];
  const found = { images: 0, lost: 0, corrupt: 0, half: 0, first: "" };
  let passed = 0;
  for (const event of events) {
    if (event.what === "said") said.push(event.voucher);
    else if (event.what !== "sync") pending.push(event);
    else if (!(unsynced && event.file === "wal")) {
      for (const change of pending) if (change.file === event.file) apply(durable, change, null);
      pending = pending.filter(({ file }) => file !== event.file);
    }
    passed++;
    while (found.images < Math.floor((passed * images) / events.length)) {
      const way = found.images % 4; // none, all, and two kinds of torn
      const disk = copied(durable);
      for (const change of way === 0 ? [] : pending)
        if (way === 1 || way === 3 || luck.happens(50)) apply(disk, change, way === 1 ? null : luck);
      const left = lookAt(disk, folder, said);
      found.images++;
      if (left === "lost" || left === "corrupt" || left === "half") {
        found[left]++;
        found.first ||= `${left} after ${said.length} acknowledged, way ${way}`;
      }
    }
  }
  return found;
}

/** Changes a file of the disk; with `luck` some of its sectors only. */
function apply(disk: Disk, change: Extract<Event, { at: number }>, luck: Random | null): void {
  const to = disk.get(change.file) as File;
  if (change.what === "cut") {
    to.bytes.fill(0, change.at);
    to.length = change.at;
    return;
  }
  const { at, data } = change;
  to.length = Math.max(to.length, at + data.length);
  for (let from = 0; from < data.length; from += sector - ((at + from) % sector)) {
    const end = Math.min(data.length, from + sector - ((at + from) % sector));
    if (luck === null || luck.happens(50)) data.copy(to.bytes, at + from, from, end);
  }
}

/** Opens what is left as the next start would. */
function lookAt(disk: Disk, folder: string, said: readonly string[]): "whole" | "lost" | "corrupt" | "half" {
  const file = join(folder, "image.db");
  for (const end of ["-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  for (const [name, end] of [
    ["db", ""],
    ["wal", "-wal"],
  ] as const) {
    const { bytes, length } = disk.get(name) as File;
    if (length > 0) writeFileSync(`${file}${end}`, bytes.subarray(0, length));
  }
  let db: Database.Database | undefined;
  try {
    db = new Database(file);
    if (db.pragma("quick_check", { simple: true }) !== "ok") return "corrupt";
    const one = (query: string) => db?.prepare(query).pluck().get() as number;
    const postings = one("SELECT count(*) FROM income_posting WHERE voucher LIKE 'P0%'");
    if (postings < said.length) return "lost";
    const events = one(
      `SELECT count(*) FROM audit_event WHERE seq > (SELECT max(seq) - 400 FROM audit_event) AND payload LIKE '%"voucher":"P0%'`,
    );
    const breaks = one(
      "SELECT count(*) FROM audit_event a JOIN audit_event b ON b.seq = a.seq - 1 WHERE a.seq > (SELECT max(seq) - 400 FROM audit_event) AND a.previous_hash <> b.hash",
    );
    return events === postings && breaks === 0 ? "whole" : "half";
  } catch {
    return "corrupt";
  } finally {
    db?.close();
  }
}
