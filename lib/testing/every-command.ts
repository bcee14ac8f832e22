import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The names of all commands that lib exports, as the modules themselves say: a new one is among them by
 * itself.
 */
export async function exportedCommands(): Promise<string[]> {
  const lib = join(import.meta.dirname, "..");
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter(
    (file) => /(^|\/)([\w-]+-)?commands\.ts$/.test(file) && !file.startsWith("testing/"),
  );
  const modules = await Promise.all(
    files.map((file) => import(join(lib, file)) as Promise<Record<string, unknown>>),
  );
  return modules
    .flatMap((each) =>
      Object.entries(each).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
    )
    .toSorted();
}
