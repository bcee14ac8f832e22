import { isDemonstration } from "#lib/context.ts";
import { readEnv } from "#lib/env.ts";
import { database } from "./database.ts";

/** Ends the process with one plain sentence where serving would be unsafe or cannot work. */
export async function refuseToStart(): Promise<void> {
  try {
    const env = readEnv();
    if (env.production && (await isDemonstration(await database()))) {
      throw new Error(
        "This is a demonstration database, whose passwords are public. Run `npm run guatu -- init --empty` first, or point DATABASE_URL elsewhere.",
      );
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

/** A server that is told to stop finishes what is in flight, and waits no longer for a connection that a browser opened and never used. */
export function stopInTime(): void {
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => setTimeout(() => process.exit(0), 8_000).unref());
}
