import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./built.ts";

/** A server action as the build knows it. */
export type Action = { id: string; name: string; pages: string[] };

/** Every action of the build, none left out: the manifest is what the framework itself goes by. */
export function builtActions(): Action[] {
  type Manifest = {
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>;
  };
  const { node } = JSON.parse(
    readFileSync(join(root, ".next/server/server-reference-manifest.json"), "utf8"),
  ) as Manifest;
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => ({
    id,
    name: `${filename.replace(/^app\//, "").replace(/\.ts$/, "")} ${exportedName}`,
    pages: Object.keys(workers),
  }));
}
