// The product's build, made anew only where its sources changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, say, tool } from "./programs.mjs";

const sources = [
  "app",
  "db",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

function sourceDigest() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (!existsSync(path)) return;
    hash.update(path).update(readFileSync(path));
  };
  for (const source of sources) {
    if (!existsSync(source)) continue;
    const inside = /\.\w+$/.test(source)
      ? [source]
      : readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
          .sort();
    for (const path of inside) add(path);
  }
  return hash.digest("hex");
}

export async function build() {
  const mark = join(".next", "guatu-sources");
  const now = sourceDigest();
  if (existsSync(mark) && readFileSync(mark, "utf8") === now) return;
  say("Building · 正在构建 …");
  rmSync(mark, { force: true });
  await run(...tool("next/dist/bin/next", "build"), { quiet: true });
  writeFileSync(mark, sourceDigest());
}
