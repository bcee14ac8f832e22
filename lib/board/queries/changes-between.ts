import { and, asc, desc, eq, gte, inArray, lt, type SQL } from "drizzle-orm";
import {
  accounts,
  divisions,
  fundingPostings,
  incomePostings,
  people,
  phasePassings,
  projects,
  stages,
} from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import type { Ctx } from "#lib/core/context.ts";
import { dayOf } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { projectsBelow } from "#lib/projects/queries/status.ts";
import { becameCountedOf } from "./became-counted.ts";
import type { Comparison } from "./compare.ts";

/**
 * What was recorded from one instant up to before another, below a node, seen with the eyes of the later day.
 */
export type Between = { ctx: Ctx; node: Division; from: string; to: string };
type Recorded =
  | typeof incomePostings.recordedAt
  | typeof fundingPostings.recordedAt
  | typeof phasePassings.recordedAt;
/** Was a row recorded in between? By its column of instants. */
export const recordedBetween = ({ from, to }: Between, column: Recorded): SQL | undefined =>
  and(gte(column, from), lt(column, to));

/** As many postings as a comparison lists; their sums are of all. */
export const mostMoney = 100;

/** What says of a posting who recorded it and when. */
export const asPosted = ({ id, recordedAt, personName, reversesId }: typeof incomePostings) => ({
  id,
  recordedAt,
  personName,
  reversesId,
});

/** Income that came in between by town, who, day and kind, in fen; by town and newest day first. */
export async function incomeBetween(within: Between): Promise<Comparison["income"]> {
  const { db } = within.ctx;
  const comings = await becameCountedOf(within);
  const found = await db
    .select({
      ...asPosted(incomePostings),
      townId: divisions.parentId,
      month: incomePostings.month,
      kind: accounts.kind,
      amountFen: incomePostings.amountFen,
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(
      and(
        under(divisions.code, within.node),
        comings.income(incomePostings.recordedAt),
        inArray(accounts.kind, ["operating", "subsidy", "other"]),
      ),
    );
  const rows = found.flatMap((posting) => {
    const coming = comings.ofIncome(posting);
    const { kind } = posting;
    return coming && kind !== "never" ? [{ ...posting, kind, name: coming.name, at: coming.at }] : [];
  });
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
    folded.set(key, { ...known, postings: known.postings + 1, amountFen: known.amountFen + row.amountFen });
  }
  return [...folded.values()].toSorted(
    (a, b) => compare(a.townCode, b.townCode) || compare(b.on, a.on) || compare(a.kind, b.kind),
  );
}

/** Byte order, as the engines have it. */
export const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const project = { id: projects.id, number: projects.number, name: projects.name, town: divisions.shortName };

/** Money that came in between: the newest `mostMoney` postings, and the sums of all by stage, in fen. */
export async function moneyBetween(
  within: Between,
): Promise<Pick<Comparison, "money" | "moneyCount" | "moneyByStage">> {
  const { db } = within.ctx;
  const comings = await becameCountedOf(within);
  const { id, stage, source, amountFen, reversesId, personName, recordedAt, onDay } = fundingPostings;
  const found = await db
    .select({
      id,
      project,
      stage,
      source,
      amountFen,
      reversesId,
      personName,
      recordedAt,
      onDay,
      townId: projects.townId,
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(projectsBelow(db, within.node), comings.funding(fundingPostings.recordedAt)))
    .orderBy(desc(fundingPostings.id));
  const rows = found.flatMap((posting) => {
    const by = comings.ofFunding(posting);
    return by ? [{ posting, by }] : [];
  });
  const moneyByStage = stages.flatMap((each) => {
    const own = rows.filter(({ posting }) => posting.stage === each);
    return own.length > 0
      ? [
          {
            stage: each,
            postings: own.length,
            amountFen: own.reduce((sum, { posting }) => sum + posting.amountFen, 0),
          },
        ]
      : [];
  });
  const money = rows.slice(0, mostMoney).map(({ posting, by }) => {
    const { id, project, stage, source, amountFen, reversesId } = posting;
    return { id, project, stage, source, amountFen, reverses: reversesId !== null, by };
  });
  return { money, moneyByStage, moneyCount: rows.length };
}

/** Phases whose passing was recorded in between, by project number. */
export async function phasesBetween(within: Between): Promise<Comparison["phases"]> {
  const { db } = within.ctx;
  const rows = await db
    .select({
      project,
      phase: phasePassings.phase,
      actualOn: phasePassings.actualOn,
      at: phasePassings.recordedAt,
      name: people.name,
    })
    .from(phasePassings)
    .innerJoin(projects, eq(projects.id, phasePassings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(people, eq(people.id, phasePassings.personId))
    .where(and(projectsBelow(db, within.node), recordedBetween(within, phasePassings.recordedAt)))
    .orderBy(asc(projects.number), asc(phasePassings.id));
  return rows.map(({ at, name, ...row }) => ({
    ...row,
    by: { name: name ?? "", at, verb: "project.report" },
  }));
}
