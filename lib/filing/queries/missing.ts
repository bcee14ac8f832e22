import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { type Reader, unfilteredOf } from "#db/client.ts";
import { divisions, filingAnswers, filingEvents, filingRemarks } from "#db/schema/index.ts";
import { type Node, under } from "#db/sql.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import { type DueShare, dueSharesOf } from "#lib/income/queries/due-portions.ts";
import { villagesWithIncome } from "#lib/income/queries/totals.ts";
import { everyMonth, type ProjectStatus, projectsBelow, statusesOf } from "#lib/projects/queries/status.ts";
import { owesReport } from "#lib/projects/rules/lights.ts";

type Village = { id: number; code: string; name: string };

/** What a town has not done of a month. It may file all the same, but knowingly. */
export type Missing = {
  /** Without income. */
  villages: Village[];
  /** That owe a report and have none. */
  projects: Pick<ProjectStatus, "id" | "number" | "name">[];
  /**
   * Of receipts that belong to several months or villages: what falls to this one and has not been posted.
   */
  shares: DueShare[];
  /** What the office remarked and nobody has answered. */
  remarks: number;
};

export const isComplete = ({ villages, projects, shares, remarks }: Missing): boolean =>
  villages.length + projects.length + shares.length + remarks === 0;

/** What is missing from a town's month, as of `on`. */
export async function missingFrom(
  reader: Reader,
  town: Node & { id: number },
  month: Month,
  on: Day,
): Promise<Missing> {
  const db = unfilteredOf(reader);
  const posted = await villagesWithIncome(db, town, month, month);
  return {
    villages: (await villagesBelow(db, town)).filter((village) => !posted.has(`${village.id} ${month}`)),
    projects: missingOf(await statusesOf(db, projectsBelow(db, town), on, everyMonth), month, on)
      .filter(({ reported }) => !reported)
      .map(({ project: { id, number, name } }) => ({ id, number, name })),
    shares: (await dueSharesOf(db, { townId: town.id }, month)).filter((share) => share.month === month),
    remarks: (await remarksOf(db, town.id, month)).filter((remark) => remark.answer === undefined).length,
  };
}

export const villagesBelow = (db: Reader, node: Node): Promise<(Village & { parentId: number | null })[]> =>
  db
    .select({
      id: divisions.id,
      code: divisions.code,
      name: divisions.shortName,
      parentId: divisions.parentId,
    })
    .from(divisions)
    .where(and(eq(divisions.level, "village"), under(divisions.code, node)))
    .orderBy(asc(divisions.code));

/**
 * The projects that owe a report of a month, and whether it is there; a physical project owes one, as the
 * village project that it is.
 */
export const missingOf = <S extends Pick<ProjectStatus, "sameAsId" | "facts" | "reports">>(
  standings: readonly S[],
  month: Month,
  on: Day,
) =>
  standings
    .filter(({ sameAsId, facts }) => sameAsId === null && owesReport(facts, month, on))
    .map((project) => ({ project, reported: project.reports.some((report) => report.month === month) }));

export type Remark = typeof filingRemarks.$inferSelect & {
  answer: typeof filingAnswers.$inferSelect | undefined;
};

/**
 * The remarks that a town has to answer: of the newest return of its month, unless the month was approved
 * since. Each with its newest answer.
 */
export async function remarksOf(db: Reader, townId: number, month: Month): Promise<Remark[]> {
  const [judged] = await db
    .select({ id: filingEvents.id, act: filingEvents.act })
    .from(filingEvents)
    .where(
      and(
        eq(filingEvents.townId, townId),
        eq(filingEvents.month, month),
        inArray(filingEvents.act, ["return", "approve"]),
      ),
    )
    .orderBy(desc(filingEvents.version))
    .limit(1);
  if (judged?.act !== "return") return [];
  const remarks = await db
    .select()
    .from(filingRemarks)
    .where(eq(filingRemarks.eventId, judged.id))
    .orderBy(asc(filingRemarks.id));
  return answered(db, remarks);
}

/** Remarks, each with its newest answer. */
export async function answered(
  db: Reader,
  remarks: (typeof filingRemarks.$inferSelect)[],
): Promise<Remark[]> {
  if (remarks.length === 0) return [];
  const ids = remarks.map((remark) => remark.id);
  const answers = await db
    .select()
    .from(filingAnswers)
    .where(inArray(filingAnswers.remarkId, ids))
    .orderBy(asc(filingAnswers.id));
  const newest = new Map(answers.map((answer) => [answer.remarkId, answer]));
  return remarks.map((remark) => ({ ...remark, answer: newest.get(remark.id) }));
}
