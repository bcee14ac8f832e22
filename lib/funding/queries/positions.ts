import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Reader } from "#db/client.ts";
import {
  type DisbursementMode,
  divisions,
  fundingModes,
  fundingPostings,
  type Phase,
  phasePassings,
  phases,
  projectReports,
  projects,
  type Source,
} from "#db/schema/index.ts";
import type { Day } from "#lib/core/dates.ts";

import type { Elsewhere, Entry, Position } from "../rules/reconcile.ts";

type Named = { id: number; number: string; name: string };
export type Town = { id: number; code: string; name: string; countyId: number | null };
/** A position with the project that it is of. */
export type ProjectPosition = Position & { project: Named; town: Town };

/** @param where conditions on projects, the divisions of their towns and postings */
export async function positionsOf(
  db: Reader,
  where: SQL | undefined,
  source?: Source,
): Promise<ProjectPosition[]> {
  const rows = await standing(
    db,
    and(where, source === undefined ? undefined : eq(fundingPostings.source, source)),
  );
  const [modes, days, elsewhere] = [
    await modesOf(db, where),
    await daysPassed(db, where, ["preparation", "accepted"]),
    await usedElsewhere(db, rows),
  ];
  return [...Map.groupBy(rows, (row) => `${row.project.id} ${row.source}`).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { project, town, source: of } = first;
    const passed = days.get(project.id);
    return [
      {
        project,
        town,
        projectId: project.id,
        source: of,
        mode: modes.get(`${project.id} ${of}`) ?? "advance",
        contractOn: passed?.preparation,
        acceptedOn: passed?.accepted,
        entries: group.map(({ project: _, town: __, source: ___, ...entry }) => entry),
        elsewhere: group.flatMap(({ stage, documentNo }) =>
          stage === "spend" ? (elsewhere.get(`${project.id} ${documentNo}`) ?? []) : [],
        ),
      },
    ];
  });
}

type Row = Entry & { source: Source; project: Named; town: Town };

/** Postings that stand: neither reversed nor a reversal, which together come to nothing. */
function standing(db: Reader, where: SQL | undefined): Promise<Row[]> {
  const reversal = alias(fundingPostings, "reversal");
  return db
    .select({
      id: fundingPostings.id,
      stage: fundingPostings.stage,
      source: fundingPostings.source,
      movement: fundingPostings.movement,
      amountFen: fundingPostings.amountFen,
      onDay: fundingPostings.onDay,
      documentNo: fundingPostings.documentNo,
      explanation: fundingPostings.explanation,
      personName: fundingPostings.personName,
      recordedAt: fundingPostings.recordedAt,
      project: { id: projects.id, number: projects.number, name: projects.name },
      town: {
        id: divisions.id,
        code: divisions.code,
        name: divisions.shortName,
        countyId: divisions.parentId,
      },
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(reversal, eq(reversal.reversesId, fundingPostings.id))
    .where(and(where, isNull(fundingPostings.reversesId), isNull(reversal.id)))
    .orderBy(asc(fundingPostings.onDay), asc(fundingPostings.id));
}

/** How each source pays each project; what is not there pays in advance. */
export async function modesOf(db: Reader, where: SQL | undefined): Promise<Map<string, DisbursementMode>> {
  const rows = await db
    .select({ projectId: fundingModes.projectId, source: fundingModes.source, mode: fundingModes.mode })
    .from(fundingModes)
    .innerJoin(projects, eq(projects.id, fundingModes.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(where)
    .orderBy(asc(fundingModes.id));
  return new Map(rows.map((row) => [`${row.projectId} ${row.source}`, row.mode]));
}

/**
 * Where the papers of a project's spending stand for spending of other projects of the same county, by
 * project and paper: also of towns that whoever asks does not see, of which no more is told than that they
 * are.
 */
export async function usedElsewhere(
  db: Reader,
  rows: readonly {
    stage: string;
    movement: string;
    documentNo: string;
    project: { id: number };
    town: { countyId: number | null };
  }[],
): Promise<Map<string, Elsewhere[]>> {
  const papers = rows.filter(
    (row) => row.stage === "spend" && row.movement === "ordinary" && row.documentNo !== "",
  );
  const counties = [...new Set(papers.flatMap((row) => row.town.countyId ?? []))];
  if (counties.length === 0) return new Map();
  const reversal = alias(fundingPostings, "reversal");
  const uses = await db
    .select({
      id: fundingPostings.id,
      projectId: projects.id,
      countyId: divisions.parentId,
      documentNo: fundingPostings.documentNo,
      onDay: fundingPostings.onDay,
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(reversal, eq(reversal.reversesId, fundingPostings.id))
    .where(
      and(
        inArray(divisions.parentId, counties),
        eq(fundingPostings.stage, "spend"),
        eq(fundingPostings.movement, "ordinary"),
        papers.length === 1
          ? eq(fundingPostings.documentNo, papers[0]?.documentNo ?? "")
          : ne(fundingPostings.documentNo, ""),
        isNull(fundingPostings.reversesId),
        isNull(reversal.id),
      ),
    )
    .orderBy(asc(fundingPostings.id));
  const byPaper = Map.groupBy(uses, (use) => `${use.countyId} ${use.documentNo}`);
  return new Map(
    papers.map(({ project, town, documentNo }): [string, Elsewhere[]] => [
      `${project.id} ${documentNo}`,
      (byPaper.get(`${town.countyId} ${documentNo}`) ?? [])
        .filter((use) => use.projectId !== project.id)
        .map(({ id, documentNo: paper, onDay }) => ({ id, documentNo: paper, onDay })),
    ]),
  );
}

/** How a source pays a project. */
export async function modeOf(db: Reader, projectId: number, source: Source): Promise<DisbursementMode> {
  return (await modesOf(db, eq(projects.id, projectId))).get(`${projectId} ${source}`) ?? "advance";
}

/** The day of the evidence that a project was accepted by. */
export async function acceptedOn(db: Reader, projectId: number): Promise<Day | undefined> {
  return (await daysPassed(db, eq(projects.id, projectId), ["accepted"])).get(projectId)?.accepted;
}

/**
 * When projects passed their phases by the evidence of their reports, as long as their newest report still
 * stands there.
 * @param where conditions on projects and the divisions of their towns
 */
export async function daysPassed(
  db: Reader,
  where: SQL | undefined,
  wanted: readonly Phase[],
): Promise<Map<number, Partial<Record<Phase, Day>>>> {
  const ranked = db
    .select({
      projectId: projectReports.projectId,
      phase: projectReports.phase,
      newness:
        sql<number>`row_number() over (partition by ${projectReports.projectId} order by ${projectReports.month} desc, ${projectReports.id} desc)`.as(
          "newness",
        ),
    })
    .from(projectReports)
    .innerJoin(projects, eq(projects.id, projectReports.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(where)
    .as("ranked");
  const standing = new Map(
    (await db.select().from(ranked).where(eq(ranked.newness, 1))).map((row) => [row.projectId, row.phase]),
  );
  const passings = await db
    .select({
      projectId: phasePassings.projectId,
      phase: phasePassings.phase,
      actualOn: phasePassings.actualOn,
    })
    .from(phasePassings)
    .innerJoin(projects, eq(projects.id, phasePassings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(where, inArray(phasePassings.phase, [...wanted])))
    .orderBy(asc(phasePassings.id));
  const days = new Map<number, Partial<Record<Phase, Day>>>();
  for (const { projectId, phase, actualOn } of passings) {
    const now = standing.get(projectId);
    if (now && phases.indexOf(now) >= phases.indexOf(phase))
      days.set(projectId, { ...days.get(projectId), [phase]: actualOn });
  }
  return days;
}
