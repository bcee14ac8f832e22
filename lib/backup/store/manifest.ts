import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

const Counted = z.number().int().nonnegative();

/**
 * What stands beside a copy: what it must hold. It is sealed, so that a bit that changed in it is found as
 * one in the copy is.
 */
const Manifest = z.strictObject({
  format: z.literal(1),
  file: z.string(),
  engine: z.enum(["sqlite", "postgres"]),
  /** The instant of the machine's clock at which it was begun. */
  madeAt: z.iso.datetime(),
  /** Which Guatu made it. */
  build: z.string(),
  /** The newest migration of its schema. */
  schema: z.string(),
  bytes: Counted,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  tables: z.record(z.string(), Counted),
  incomeFen: z.number().int(),
  fundingFen: z.number().int(),
  head: z.strictObject({ seq: Counted, hash: z.string().regex(/^[0-9a-f]{64}$/) }),
});
export type Manifest = z.output<typeof Manifest>;

export const manifestPath = (file: string): string => `${file}.manifest.json`;

const sealOf = (manifest: Manifest): string =>
  createHash("sha256").update(JSON.stringify(manifest)).digest("hex");

export const written = (manifest: Manifest): string =>
  `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, null, 2)}\n`;

/** The manifest of this text; null where it is none, or is not as it was written. */
export function parsed(text: string): Manifest | null {
  try {
    const { seal, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const manifest = Manifest.parse(rest);
    const sealed = Manifest.keyof().options.reduce(
      (whole, name) => Object.assign(whole, { [name]: manifest[name] }),
      {} as Manifest,
    );
    return seal === sealOf(sealed) && text === written(sealed) ? sealed : null;
  } catch {
    return null;
  }
}

/** The manifest beside `file`; null where there is none, or it is not as it was written. */
export function manifestOf(file: string): Manifest | null {
  try {
    return parsed(readFileSync(manifestPath(file), "utf8"));
  } catch {
    return null;
  }
}
