import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { and, eq, isNull } from "drizzle-orm";
import { filingMonths, projectReports, projects } from "#db/schema/index.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { as } from "./district.ts";
import { compare } from "./pairs.ts";
import type { Result } from "./results.ts";

/**
 * P4: a status saved by its command against a bare durable transaction that inserts as many rows on the same
 * disk.
 */
export async function statusSaving(file: string): Promise<Result[]> {
  const db = await openDatabase(file);
  const ctx = await as(db, "office");
  // Those of towns that have not filed the month yet; in turns, so that no single one grows a history that no
  // clerk would write.
  const building = await db
    .select({ id: projects.id, version: projects.version })
    .from(projects)
    .innerJoin(
      projectReports,
      and(
        eq(projectReports.projectId, projects.id),
        eq(projectReports.month, "2016-12"),
        eq(projectReports.phase, "building"),
      ),
    )
    .leftJoin(filingMonths, and(eq(filingMonths.townId, projects.townId), eq(filingMonths.month, "2016-12")))
    .where(isNull(filingMonths.id));
  let turn = 0;
  const bare = durable(join(dirname(file), "bare.db"));
  const { floorMs, oursMs, ratio } = await compare(
    {
      floor: () => bare.write(turn),
      ours: async () => {
        const project = building[turn % building.length];
        if (!project) throw new Error("No project reported December");
        await reportProject(ctx, {
          projectId: project.id,
          version: project.version,
          month: "2016-12",
          progress: 6000 + (turn % 100),
          phase: "building",
          evidence: {},
          delayReason: "weather",
          delayText: "",
          note: "室外道路和管线施工",
          forecastOn: undefined,
          key: `bench-${turn}`,
        });
        project.version += 1;
        turn += 1;
      },
    },
    300,
  );
  bare.close();
  await db.close();
  const what = "saving a status (command, version check, audit, durable)";
  const floor = "a durable transaction inserting as many rows (report, project, audit event, form key)";
  return [
    {
      id: "P4",
      what,
      floor,
      floorText: `${floorMs.toFixed(2)} ms`,
      oursText: `${oursMs.toFixed(2)} ms`,
      ratio,
      reach: 3,
    },
  ];
}

/** Four rows of about the size that saving a status writes, waited for until the disk has them. */
function durable(file: string) {
  const connection = new Database(file);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT, text TEXT)");
  const insert = connection.prepare("INSERT INTO t (at, text) VALUES (?, ?)");
  const text = "室外道路和管线施工".repeat(12);
  return {
    write(n: number) {
      connection.exec("BEGIN IMMEDIATE");
      for (let row = 0; row < 4; row++) insert.run(String(n), text);
      connection.exec("COMMIT");
    },
    close: () => connection.close(),
  };
}
