import { and, desc, eq, inArray, or, type SQL } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, projects, projectVillages } from "#db/schema/index.ts";
import type { Node } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { searched, searchedDivisions } from "#lib/divisions/queries/division-search.ts";
import { divisionOf } from "#lib/divisions/queries/divisions.ts";
import type { ProjectFilter } from "../input.ts";
import type { Light } from "../rules/lights.ts";
import { rankOf } from "../rules/phases.ts";
import { byNumber } from "./project-card.ts";
import { type ProjectStatus, projectsBelow, statusesOf } from "./status.ts";

export type RegisterRow = Omit<ProjectStatus, "facts" | "reports">;
export type Register = {
  rows: RegisterRow[];
  /** All that match, on every page. */
  count: number;
  page: number;
  pages: number;
  /** How many of the matches have each light; `ended` have none. */
  byLight: Record<Light | "ended", number>;
  /**
   * The same matches as a board counts them: physical projects that have not ended, and of these what counts
   * as red.
   */
  counted: { physical: number; red: number };
  /** Is there any project below the node at all? Tells "none yet" from "no match". */
  isEmpty: boolean;
};

/**
 * The register of projects below a node of the actor's scope: searched by name, pinyin, initials or number of
 * the project or of a participating village; filtered, sorted and paged. Lights are computed in one pass.
 * @throws {NotFound} for a node outside the scope.
 */
export async function projectsOf(ctx: Ctx, filter: ProjectFilter): Promise<Register> {
  authorize(ctx.actor, "project.read");
  const node = filter.node ? await divisionOf(ctx.db, ctx.actor, filter.node) : ctx.actor.scope;
  const standings = await statusesOf(
    ctx.db,
    and(projectsBelow(ctx.db, node), found(ctx.db, filter.q), ...conditions(filter)),
    filter.on ?? today(ctx),
  );
  const matches = standings.filter((row) => matchesFacts(row, filter) && isCounted(row, filter));
  const lit = matches.filter((row) => filter.light === undefined || lightKey(row) === filter.light);
  const sorted = lit.toSorted(
    (a, b) => (filter.sort.down ? -1 : 1) * order[filter.sort.by](a, b) || byNumber(a, b),
  );
  const pages = Math.max(1, Math.ceil(sorted.length / filter.size));
  const page = Math.min(filter.page, pages);
  const rows = sorted
    .slice((page - 1) * filter.size, page * filter.size)
    .map(({ facts: _, reports: __, ...row }) => row);
  const byLight = { green: 0, yellow: 0, red: 0, grey: 0, paused: 0, ended: 0 };
  for (const row of matches) byLight[lightKey(row)] += 1;
  const counted = matches.filter((row) => isCounted(row, { ...filter, level: undefined, counts: "all" }));
  const red = counted.filter((row) => row.assessment?.countsAs === "red").length;
  const isEmpty = standings.length === 0 && !(await hasProjects(ctx.db, node));
  return {
    rows,
    count: sorted.length,
    page,
    pages,
    byLight,
    counted: { physical: counted.length, red },
    isEmpty,
  };
}

async function hasProjects(db: Reader, node: Node): Promise<boolean> {
  const rows = await db
    .select({ id: projects.id })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(projectsBelow(db, node))
    .orderBy(desc(projects.id))
    .limit(1);
  return rows.length > 0;
}

/** By the project's own words, or by those of a village that takes part. */
function found(db: Reader, q: string | undefined): SQL | undefined {
  if (!q) return undefined;
  const byVillage = db
    .select({ id: projectVillages.projectId })
    .from(projectVillages)
    .innerJoin(divisions, eq(divisions.id, projectVillages.villageId))
    .where(searchedDivisions(db, q));
  return or(
    searched({ written: [projects.name, projects.initials, projects.number], pinyin: projects.pinyin }, q),
    inArray(projects.id, byVillage),
  );
}

const conditions = ({ level, sector, type }: ProjectFilter) => [
  level && eq(projects.level, level),
  sector && eq(projects.sector, sector),
  type && eq(projects.type, type),
];

const matchesFacts = (row: ProjectStatus, { approach, phase }: ProjectFilter) =>
  (!approach || row.approaches.includes(approach)) && (!phase || row.phase === phase);

function isCounted({ assessment, sameAsId }: ProjectStatus, { counts, level }: ProjectFilter): boolean {
  if (counts === undefined) return true;
  if (assessment === null || (level === undefined && sameAsId !== null)) return false;
  return counts === "all" || assessment.countsAs === counts;
}

const lightKey = (row: Pick<ProjectStatus, "assessment">): Light | "ended" =>
  row.assessment?.light ?? "ended";

const worstFirst: readonly (Light | "ended")[] = ["red", "yellow", "grey", "paused", "green", "ended"];
const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const behind = (row: ProjectStatus) => row.assessment?.progress.behindPoints ?? Number.NEGATIVE_INFINITY;

const order: Record<ProjectFilter["sort"]["by"], (a: ProjectStatus, b: ProjectStatus) => number> = {
  number: byNumber,
  light: (a, b) =>
    worstFirst.indexOf(lightKey(a)) - worstFirst.indexOf(lightKey(b)) || compare(behind(b), behind(a)),
  name: (a, b) => text(a.pinyin, b.pinyin),
  town: (a, b) => text(a.townCode, b.townCode),
  progress: (a, b) => (a.latest?.progressBp ?? -1) - (b.latest?.progressBp ?? -1),
  behind: (a, b) => compare(behind(a), behind(b)),
  due: (a, b) => text(a.dueOn ?? "9999", b.dueOn ?? "9999"),
  phase: (a, b) => rankOf(a.phase) - rankOf(b.phase),
  updated: (a, b) => text(a.updatedAt ?? "", b.updatedAt ?? ""),
};

/** Also of infinities, whose difference is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
