import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { engine } from "#db/columns.ts";
import { pendingOf } from "#db/migrations.ts";
import { type AnyRow, type Contents, copySqlite, insideSqlite, onDisk } from "#db/sqlite-copy.ts";
import { type Before, firstBreak, type Link, origin } from "#lib/audit/rules/chain.ts";
import { Unfit } from "../rules/reasons.ts";
import { type Manifest, manifestOf, manifestPath, written } from "./manifest.ts";
import { dumpPostgres, readDump } from "./postgres-copy.ts";

/**
 * Copies the database of `url` to `to`, which appears whole with its manifest or not at all: it is made under
 * another name, read back and checked there.
 * @throws {Unfit} and whatever the disk says
 */
export async function makeCopy(url: string, to: string, now = new Date()): Promise<Manifest> {
  const part = `${to}.part`;
  mkdirSync(dirname(to), { recursive: true });
  if (engine === "sqlite") requireRoom(url, dirname(to));
  try {
    const contents = engine === "postgres" ? await dumped(url, part) : await copied(url, part);
    const { tags, ...held } = contents;
    const manifest: Manifest = {
      format: 1,
      file: basename(to),
      engine,
      madeAt: now.toISOString(),
      build: buildName(),
      schema: tags.at(-1) ?? "",
      bytes: statSync(part).size,
      sha256: await digestOf(part),
      ...held,
    };
    place(part, to, manifest);
    await verifyCopy(to);
    return manifest;
  } catch (error) {
    for (const each of [part, `${part}-journal`, to, manifestPath(to)]) rmSync(each, { force: true });
    throw error;
  }
}

async function copied(url: string, part: string): Promise<Contents> {
  await copySqlite(url, part);
  return insideSqlite(part, ({ contents }) => contents);
}

async function dumped(url: string, part: string): Promise<Contents> {
  const contents = await dumpPostgres(url, part, async (events) => {
    const walk = chainWalk();
    for await (const event of events) walk.step(event);
    walk.end();
  });
  onDisk(part);
  await readDump(part);
  return contents;
}

/** A finished copy and its manifest take their names, the copy first: one without a manifest is none. */
function place(part: string, to: string, manifest: Manifest): void {
  renameSync(part, to);
  const draft = `${manifestPath(to)}.part`;
  writeFileSync(draft, written(manifest));
  onDisk(draft);
  renameSync(draft, manifestPath(to));
  onDisk(manifestPath(to));
}

/** Lays a finished copy into another folder too, and reads it back there. */
export async function layInto(folder: string, file: string, manifest: Manifest): Promise<void> {
  const to = join(folder, basename(file));
  mkdirSync(folder, { recursive: true });
  try {
    await copyFile(file, `${to}.part`);
    onDisk(`${to}.part`);
    if ((await digestOf(`${to}.part`)) !== manifest.sha256) throw new Unfit("checksum");
    place(`${to}.part`, to, manifest);
  } finally {
    rmSync(`${to}.part`, { force: true });
  }
}

/**
 * Reads a copy as a stranger would and holds it against its manifest: size, checksum, the engine's check,
 * every count and total, the whole audit chain. Nothing in it is changed.
 * @throws {Unfit} what does not hold first
 */
export async function verifyCopy(file: string, { checksum = true } = {}): Promise<Manifest> {
  if (!existsSync(file)) throw new Unfit("absent", file);
  const manifest = manifestOf(file);
  if (!manifest) throw new Unfit("noManifest");
  if (manifest.engine !== engine) throw new Unfit("otherEngine");
  if (checksum && statSync(file).size !== manifest.bytes) throw new Unfit("bytes");
  if (checksum && (await digestOf(file)) !== manifest.sha256) throw new Unfit("checksum");
  if (engine === "postgres") await readDump(file);
  else verifyInside(file, manifest);
  return manifest;
}

function verifyInside(file: string, manifest: Manifest): void {
  try {
    insideSqlite(file, ({ contents, unsound, events }) => {
      const [complaint] = unsound();
      if (complaint) throw new Unfit("integrity", complaint);
      const differs = differenceOf(contents, manifest);
      if (differs) throw new Unfit("contents", differs);
      if (contents.tables.audit_event === undefined) return;
      const walk = chainWalk();
      for (const event of events()) walk.step(event);
      walk.end();
    });
  } catch (error) {
    if (/^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(String((error as { code?: unknown }).code)))
      throw new Unfit("integrity", (error as Error).message);
    throw error;
  }
}

/** The first thing that is not as the manifest says, or null. */
export function differenceOf(
  { tables, incomeFen, fundingFen, head, tags }: Contents,
  manifest: Manifest,
): string | null {
  if ((tags.at(-1) ?? "") !== manifest.schema) return `schema ${tags.at(-1)}`;
  for (const name of new Set([...Object.keys(tables), ...Object.keys(manifest.tables)]))
    if (tables[name] !== manifest.tables[name])
      return `${name}: ${tables[name] ?? "–"} ≠ ${manifest.tables[name] ?? "–"}`;
  return totalsDiffer({ incomeFen, fundingFen, head }, manifest);
}

/** The same of the money and the newest event alone, which a migration leaves as they were. */
export function totalsDiffer(
  is: Pick<Contents, "incomeFen" | "fundingFen" | "head">,
  manifest: Manifest,
): string | null {
  if (is.incomeFen !== manifest.incomeFen) return `income ${is.incomeFen} ≠ ${manifest.incomeFen} fen`;
  if (is.fundingFen !== manifest.fundingFen) return `funding ${is.fundingFen} ≠ ${manifest.fundingFen} fen`;
  if (is.head.seq !== manifest.head.seq || is.head.hash !== manifest.head.hash)
    return `audit log ${is.head.seq} ≠ ${manifest.head.seq}`;
  return null;
}

/**
 * Walks rows of the audit trail as any build wrote them: a column that was not kept yet was not hashed
 * either.
 */
function chainWalk() {
  let previous: Before = { seq: 0, hash: origin };
  let waiting: (Link & { hash: string })[] = [];
  const check = () => {
    const broken = firstBreak(waiting, previous);
    if (broken) throw new Unfit("chain", `${broken.seq}`);
    previous = waiting.at(-1) ?? previous;
    waiting = [];
  };
  return {
    step(row: AnyRow) {
      waiting.push(eventOf(row));
      if (waiting.length >= 1000) check();
    },
    end: check,
  };
}

const numbers = new Set(["seq", "actorId", "subjectId"]);
const eventOf = (row: AnyRow): Link & { hash: string } =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const name = column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [name, numbers.has(name) && value !== null ? Number(value) : value];
    }),
  ) as Link & { hash: string };

/** SHA-256 (hex) of a file, as it comes off the disk. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(part);
  return hash.digest("hex");
}

/** @throws {Unfit} `newer` where this build does not know the copy's schema */
export function requireKnown({ schema }: Manifest): void {
  try {
    pendingOf(engine, schema ? [schema] : []);
  } catch {
    throw new Unfit("newer", schema);
  }
}

/** Is the database that was copied one of this very build's schema? */
export const isOfThisBuild = ({ schema }: Manifest): boolean => pendingOf(engine, []).at(-1)?.tag === schema;

function requireRoom(database: string, folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const sizes = [database, `${database}-wal`].map((each) => (existsSync(each) ? statSync(each).size : 0));
  if (bavail * bsize < 1.1 * sizes.reduce((sum, size) => sum + size, 0)) throw new Unfit("full");
}

function buildName(): string {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
  const { version } = JSON.parse(read("package.json") || '{"version":"?"}') as { version: string };
  return [version, read(".next/BUILD_ID")].filter(Boolean).join(" ");
}
