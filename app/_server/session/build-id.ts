import { readFile } from "node:fs/promises";

const shared = globalThis as typeof globalThis & { guatuBuild?: Promise<string> };

/**
 * Which build this process serves, so that a page that stays open for days notices a new one; empty while
 * developing.
 */
export function buildId(): Promise<string> {
  shared.guatuBuild ??= readFile(/* turbopackIgnore: true */ ".next/BUILD_ID", "utf8").then(
    (id) => id.trim(),
    () => "",
  );
  return shared.guatuBuild;
}
