import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { divisions, people } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { instantOn } from "#lib/core/dates.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { buildDatabase } from "#lib/views/open-database.ts";

/** A fresh demonstration district in a file of its own. */
export async function freshDistrict(): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), "guatu-bench-")), "guatu.db");
  await buildDatabase(file, fillDemonstration);
  return file;
}

/** What `username` may see and do, on the day the demonstration stands on. */
export async function as(db: Db, username: string): Promise<Ctx> {
  const [row] = await db
    .select()
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(eq(people.username, username));
  if (!row) throw new Error(`The demonstration has no ${username}`);
  const { id, name, role } = row.person;
  return {
    db,
    actor: { id, username, name, role, scope: row.division },
    now: instantOn("2016-12-31"),
    request: "bench",
  };
}
