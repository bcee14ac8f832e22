import { and, asc, eq, inArray, or } from "drizzle-orm";
import { divisionCodes, divisions, projects, projectVillages } from "#db/schema/index.ts";
import { contains, under } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import type { Ctx } from "../context.ts";

export type Finding = { kind: "village" | "project"; id: number; name: string /** Its town; of a project with its number. */; place: string };

const most = 12;

/**
 * Villages and projects of the actor's scope whose name, pinyin, initials, code (today's or an earlier one) or number contains
 * `words`; at most twelve, names that begin with the words first. Nothing for no words.
 */
export async function findAnything(ctx: Pick<Ctx, "db" | "actor">, words: string): Promise<Finding[]> {
  authorize(ctx.actor, "board.read");
  const text = words.trim().slice(0, 60);
  if (text === "") return [];
  const [villages, found] = await Promise.all([villagesLike(ctx, text), projectsLike(ctx, text)]);
  const begins = (finding: Finding & { keys: string[] }) => (finding.keys.some((key) => key.startsWith(text.toLowerCase())) ? 0 : 1);
  return [...villages, ...found]
    .toSorted((a, b) => begins(a) - begins(b))
    .slice(0, most)
    .map(({ keys: _, ...finding }) => finding);
}

async function villagesLike({ db, actor }: Pick<Ctx, "db" | "actor">, text: string) {
  const everHad = db
    .select({ id: divisionCodes.divisionId })
    .from(divisionCodes)
    .where(contains([divisionCodes.code, divisionCodes.name], text));
  const columns = [divisions.name, divisions.shortName, divisions.pinyin, divisions.initials, divisions.code];
  const rows = await db
    .select({ id: divisions.id, name: divisions.shortName, parentId: divisions.parentId, pinyin: divisions.pinyin, initials: divisions.initials })
    .from(divisions)
    .where(and(eq(divisions.level, "village"), under(divisions.code, actor.scope), or(contains(columns, text), inArray(divisions.id, everHad))))
    .orderBy(asc(divisions.code))
    .limit(most * 4);
  const towns = await db
    .select({ id: divisions.id, name: divisions.shortName })
    .from(divisions)
    .where(
      inArray(
        divisions.id,
        rows.flatMap((row) => row.parentId ?? []),
      ),
    );
  return rows.map(({ id, name, parentId, pinyin, initials }) => ({
    kind: "village" as const,
    id,
    name,
    place: towns.find((town) => town.id === parentId)?.name ?? "",
    keys: [name, pinyin, initials],
  }));
}

async function projectsLike({ db, actor }: Pick<Ctx, "db" | "actor">, text: string) {
  const ofVillages = db
    .select({ id: projectVillages.projectId })
    .from(projectVillages)
    .innerJoin(divisions, eq(divisions.id, projectVillages.villageId))
    .where(contains([divisions.shortName, divisions.pinyin, divisions.initials, divisions.code], text));
  const columns = [projects.name, projects.pinyin, projects.initials, projects.number];
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
    .where(and(under(divisions.code, actor.scope), or(contains(columns, text), inArray(projects.id, ofVillages))))
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
