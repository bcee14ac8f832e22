import { join } from "node:path";
import { verbOfCommand } from "#lib/audit/define-command.ts";
import { filesUnder, isTest, root } from "./source-files.ts";

/** What the files of `commands` folders export by name, as the modules themselves say. Types are not there. */
export async function exportsOfCommandFiles(): Promise<{ file: string; name: string; value: unknown }[]> {
  const files = filesUnder("lib").filter((file) => /^lib\/[\w-]+\/commands\//.test(file) && !isTest(file));
  const found = await Promise.all(
    files.map(async (file) => {
      const module = (await import(join(root, file))) as Record<string, unknown>;
      return Object.entries(module).map(([name, value]) => ({ file, name, value }));
    }),
  );
  return found.flat();
}

/** The names of all commands: a new one is among them by itself. */
export async function exportedCommands(): Promise<string[]> {
  const found = await exportsOfCommandFiles();
  return found.flatMap(({ name, value }) => (verbOfCommand(value) ? [name] : [])).toSorted();
}
