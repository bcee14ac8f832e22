import { and, asc, desc, eq, gte, inArray, lt, type SQL } from "drizzle-orm";
import { accounts, divisions, fundingPostings, incomePostings, people, phasePassings, projects, stages } from "#db/schema/index.ts";
import { count, total, under } from "#db/sql.ts";
import type { Ctx } from "../context.ts";
import type { Division } from "../divisions/queries.ts";
import { dayOf } from "../period.ts";
import { projectsBelow } from "../projects/standing.ts";
import type { Comparison } from "./compare.ts";

/** What was recorded from one instant up to before another, below a node, seen with the eyes of the later day. */
export type Within = { ctx: Ctx; node: Division; from: string; to: string };
type Recorded = typeof incomePostings.recordedAt | typeof fundingPostings.recordedAt | typeof phasePassings.recordedAt;
/** Was a row recorded in between? By its column of instants. */
export const recordedIn = ({ from, to }: Within, column: Recorded): SQL | undefined => and(gte(column, from), lt(column, to));

/** As many postings as a comparison lists; their sums are of all. */
export const mostMoney = 100;

/** Income recorded in between by town, who, day and kind, in fen; by town and newest day first. */
export async function incomeBetween(within: Within): Promise<Comparison["income"]> {
  const { db } = within.ctx;
  const rows = await db
    .select({
      townId: divisions.parentId,
      name: incomePostings.personName,
      at: incomePostings.recordedAt,
      kind: accounts.kind,
      postings: count(),
      amountFen: total(incomePostings.amountFen),
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(
      and(
        under(divisions.code, within.node),
        recordedIn(within, incomePostings.recordedAt),
        inArray(accounts.kind, ["operating", "subsidy", "other"]),
      ),
    )
    .groupBy(divisions.parentId, incomePostings.personName, incomePostings.recordedAt, accounts.kind);
  const towns = await db
    .select({ id: divisions.id, code: divisions.code, name: divisions.shortName })
    .from(divisions)
    .where(inArray(divisions.id, [...new Set(rows.map((row) => row.townId ?? 0))]));
  const at = new Map(towns.map((town) => [town.id, town]));
  const folded = new Map<string, Comparison["income"][number]>();
  for (const row of rows) {
    const town = at.get(row.townId ?? 0);
    const on = dayOf(new Date(row.at));
    const key = [town?.code, row.name, on, row.kind].join("|");
    const known = folded.get(key) ?? {
      town: town?.name ?? "",
      townCode: town?.code ?? "",
      name: row.name,
      on,
      kind: row.kind,
      postings: 0,
      amountFen: 0,
    };
    folded.set(key, { ...known, postings: known.postings + row.postings, amountFen: known.amountFen + row.amountFen });
  }
  return [...folded.values()].toSorted((a, b) => compare(a.townCode, b.townCode) || compare(b.on, a.on) || compare(a.kind, b.kind));
}

/** Byte order, as the engines have it. */
export const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const project = { id: projects.id, number: projects.number, name: projects.name, town: divisions.shortName };

/** Money recorded in between: the newest `mostMoney` postings, and the sums of all by stage, in fen. */
export async function moneyBetween(within: Within): Promise<Pick<Comparison, "money" | "moneyCount" | "moneyByStage">> {
  const { db } = within.ctx;
  const where = and(projectsBelow(db, within.node), recordedIn(within, fundingPostings.recordedAt));
  const rows = await db
    .select({
      id: fundingPostings.id,
      project,
      stage: fundingPostings.stage,
      source: fundingPostings.source,
      amountFen: fundingPostings.amountFen,
      reversesId: fundingPostings.reversesId,
      name: fundingPostings.personName,
      at: fundingPostings.recordedAt,
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(where)
    .orderBy(desc(fundingPostings.id))
    .limit(mostMoney);
  const sums = await db
    .select({ stage: fundingPostings.stage, postings: count(), amountFen: total(fundingPostings.amountFen) })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(where)
    .groupBy(fundingPostings.stage);
  const moneyByStage = stages.flatMap((stage) => sums.filter((sum) => sum.stage === stage));
  const money = rows.map(({ reversesId, name, at, ...row }) => {
    const reverses = reversesId !== null;
    return { ...row, reverses, by: { name, at, verb: reverses ? "funding.reverse" : "funding.post" } };
  });
  return { money, moneyByStage, moneyCount: moneyByStage.reduce((all, sum) => all + sum.postings, 0) };
}

/** Phases whose passing was recorded in between, by project number. */
export async function phasesBetween(within: Within): Promise<Comparison["phases"]> {
  const { db } = within.ctx;
  const rows = await db
    .select({ project, phase: phasePassings.phase, actualOn: phasePassings.actualOn, at: phasePassings.recordedAt, name: people.name })
    .from(phasePassings)
    .innerJoin(projects, eq(projects.id, phasePassings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(people, eq(people.id, phasePassings.personId))
    .where(and(projectsBelow(db, within.node), recordedIn(within, phasePassings.recordedAt)))
    .orderBy(asc(projects.number), asc(phasePassings.id));
  return rows.map(({ at, name, ...row }) => ({ ...row, by: { name: name ?? "", at, verb: "project.report" } }));
}
