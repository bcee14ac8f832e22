// A program: makes a copy of DATABASE_URL in the folders given, and says what came of it (own-process.ts).
import { setPriority } from "node:os";
import { readEnv } from "#lib/core/env.ts";
import { Unfit } from "../rules/reasons.ts";
import { keepCopy } from "./folder.ts";

setPriority(10);
const [, , folder = "", second = "", now = ""] = process.argv;
const places = { url: readEnv().databaseUrl, folder, second: second || null };
const answer = await keepCopy(places, new Date(now)).catch((error: { code?: string; message: string }) => {
  if (error instanceof Unfit) return { unfit: error.code, about: error.about };
  return {
    unfit: /ENOSPC|SQLITE_FULL/.test(String(error.code)) ? "full" : "failed",
    about: `${error.code ?? ""} ${error.message}`,
  };
});
process.stdout.write(JSON.stringify(answer));
