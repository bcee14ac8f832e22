import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { engine } from "#db/columns.ts";
import { Unfit } from "../rules/reasons.ts";
import { retainedOf } from "../rules/retention.ts";
import { layInto, makeCopy } from "./copy.ts";
import { type Manifest, manifestOf, manifestPath } from "./manifest.ts";

/** Where a database is, and where its copies go. */
export type Places = { url: string; folder: string; second: string | null };

/** A finished copy in a folder. */
export type Copy = { path: string; manifest: Manifest };

/**
 * What making one came to; `second` says whether it lies in the second folder too, null where there is none.
 */
export type Made = { path: string; manifest: Manifest; second: boolean | null; secondFailed: string };

const ours = /^guatu-\d{8}T\d{9}Z\.(db|dump)$/;

/** A copy's name says when it was made: guatu-20161231T013000123Z.db */
export const nameAt = (now: Date): string =>
  `guatu-${now.toISOString().replaceAll(/[-:.]/g, "")}.${engine === "postgres" ? "dump" : "db"}`;

/** The finished copies of a folder, newest first; what has no sound manifest is none. */
export function copiesIn(folder: string): Copy[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => ours.test(name)) : [];
  return names
    .toSorted()
    .toReversed()
    .flatMap((name) => {
      const path = join(folder, name);
      const manifest = manifestOf(path);
      return manifest?.file === name ? [{ path, manifest }] : [];
    });
}

/** Makes a copy, lays it into the second folder too, and takes away what need not stay. @throws {Unfit} */
export async function keepCopy({ url, folder, second }: Places, now = new Date()): Promise<Made> {
  const path = join(folder, nameAt(now));
  const manifest = await makeCopy(url, path, now);
  prune(folder);
  if (second === null) return { path, manifest, second: null, secondFailed: "" };
  try {
    await layInto(second, path, manifest);
    prune(second);
    return { path, manifest, second: true, secondFailed: "" };
  } catch (error) {
    return {
      path,
      manifest,
      second: false,
      secondFailed: error instanceof Unfit ? error.code : String((error as { code?: unknown }).code ?? error),
    };
  }
}

/**
 * Only what the product itself laid there is ever taken away, and its manifest last: it is seen until it is
 * gone.
 */
function prune(folder: string): void {
  const copies = copiesIn(folder);
  const stay = retainedOf(copies.map(({ manifest }) => manifest.madeAt));
  for (const { path, manifest } of copies) {
    if (stay.has(manifest.madeAt)) continue;
    rmSync(path, { force: true });
    rmSync(manifestPath(path), { force: true });
  }
}
