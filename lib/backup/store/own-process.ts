import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { environmentOfTools } from "#lib/core/env.ts";
import { Unfit, type UnfitCode } from "../rules/reasons.ts";
import type { Made, Places } from "./folder.ts";

const run = promisify(execFile);

/**
 * `keepCopy` in a process of its own: copying and checking hold the thread that does them, and a server has
 * others to answer.
 * @param now the machine's clock, which the copy is named by
 * @throws {Unfit}
 */
export async function keepCopyApart(places: Places, now = new Date()): Promise<Made> {
  const program = join(process.cwd(), "lib", "backup", "store", "keep.ts");
  const told = environmentOfTools({ DATABASE_URL: places.url });
  const { stdout } = await run(
    process.execPath,
    [/* turbopackIgnore: true */ program, places.folder, places.second ?? "", now.toISOString()],
    {
      env: told,
      maxBuffer: 1 << 24,
    },
  ).catch((error: Error) => {
    throw new Unfit("failed", error.message.split("\n").slice(-2).join(" "));
  });
  const answer = JSON.parse(stdout) as Made | { unfit: UnfitCode; about: string };
  if ("unfit" in answer) throw new Unfit(answer.unfit, answer.about);
  return answer;
}
