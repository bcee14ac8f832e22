import { and, asc, eq, inArray, not, or } from "drizzle-orm";
import { divisions, projects, projectVillages } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import {
  beginsWith,
  searched,
  searchedDivisions,
  spelledOut,
} from "#lib/divisions/queries/division-search.ts";

export type Finding = {
  kind: "village" | "project";
  id: number;
  name: string /** Its town; of a project with its number. */;
  place: string;
};

const most = 12;

/**
 * Villages and projects of the actor's scope that what was typed finds by name, pinyin, initials, code
 * (today's or an earlier one) or number; at most twelve, names that begin so first. What is found by nothing
 * else is looked for by how it sounds. Nothing for no words.
 */
export async function findAnything(ctx: Pick<Ctx, "db" | "actor">, words: string): Promise<Finding[]> {
  authorize(ctx.actor, "board.read");
  const text = words.trim().slice(0, 60);
  if (text === "") return [];
  const exact = await found(ctx, text);
  return exact.length > 0 || spelledOut(text) === text ? exact : found(ctx, spelledOut(text));
}

async function found(ctx: Pick<Ctx, "db" | "actor">, text: string): Promise<Finding[]> {
  const [villages, projectsFound] = await Promise.all([villagesLike(ctx, text), projectsLike(ctx, text)]);
  const begins = ({ keys }: { keys: string[] }) => (beginsWith(text, keys) ? 0 : 1);
  return [...villages, ...projectsFound]
    .toSorted((a, b) => begins(a) - begins(b))
    .slice(0, most)
    .map(({ keys: _, ...finding }) => finding);
}

/**
 * Villages of that name outside of the actor's scope, so that who looks for one is told whose it is; at most
 * three. Nothing but the public names of divisions.
 */
export async function villagesOutside(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  words: string,
): Promise<{ village: string; town: string }[]> {
  authorize(actor, "board.read");
  const text = words.trim().slice(0, 60);
  if (text === "") return [];
  const own = under(divisions.code, actor.scope);
  if (!own) return [];
  const rows = await db
    .select({ village: divisions.shortName, parentId: divisions.parentId })
    .from(divisions)
    .where(and(eq(divisions.level, "village"), not(own), searchedDivisions(db, text)))
    .orderBy(asc(divisions.code))
    .limit(3);
  const towns = await townNames(db, rows);
  return rows.map(({ village, parentId }) => ({ village, town: towns.get(parentId ?? 0) ?? "" }));
}

async function villagesLike({ db, actor }: Pick<Ctx, "db" | "actor">, text: string) {
  const rows = await db
    .select({
      id: divisions.id,
      name: divisions.shortName,
      parentId: divisions.parentId,
      pinyin: divisions.pinyin,
      initials: divisions.initials,
    })
    .from(divisions)
    .where(
      and(eq(divisions.level, "village"), under(divisions.code, actor.scope), searchedDivisions(db, text)),
    )
    .orderBy(asc(divisions.code))
    .limit(most * 4);
  const towns = await townNames(db, rows);
  return rows.map(({ id, name, parentId, pinyin, initials }) => ({
    kind: "village" as const,
    id,
    name,
    place: towns.get(parentId ?? 0) ?? "",
    keys: [name, pinyin, initials],
  }));
}

async function townNames(
  db: Ctx["db"],
  rows: readonly { parentId: number | null }[],
): Promise<Map<number, string>> {
  const ids = rows.flatMap((row) => row.parentId ?? []);
  const towns = await db
    .select({ id: divisions.id, name: divisions.shortName })
    .from(divisions)
    .where(inArray(divisions.id, ids));
  return new Map(towns.map(({ id, name }) => [id, name]));
}

async function projectsLike({ db, actor }: Pick<Ctx, "db" | "actor">, text: string) {
  const ofVillages = db
    .select({ id: projectVillages.projectId })
    .from(projectVillages)
    .innerJoin(divisions, eq(divisions.id, projectVillages.villageId))
    .where(searchedDivisions(db, text));
  const own = searched(
    { written: [projects.name, projects.initials, projects.number], pinyin: projects.pinyin },
    text,
  );
  const rows = await db
    .select({
      id: projects.id,
      name: projects.name,
      number: projects.number,
      pinyin: projects.pinyin,
      initials: projects.initials,
      town: divisions.shortName,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(under(divisions.code, actor.scope), or(own, inArray(projects.id, ofVillages))))
    .orderBy(asc(projects.id))
    .limit(most * 4);
  return rows.map(({ id, name, number, pinyin, initials, town }) => ({
    kind: "project" as const,
    id,
    name,
    place: `${number} · ${town}`,
    keys: [name, pinyin, initials, number.toLowerCase()],
  }));
}
