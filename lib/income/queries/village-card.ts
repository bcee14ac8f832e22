import { and, asc, desc, eq, gte, inArray, isNotNull, lte } from "drizzle-orm";
import type { Db, Reader } from "#db/client.ts";
import {
  accounts,
  clusterMembers,
  clusters,
  divisionCodes,
  divisions,
  incomePostings,
  incomeTargets,
  incomeYears,
} from "#db/schema/index.ts";
import { total } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, viewWithoutDay } from "#lib/core/context.ts";
import { type Month, monthsOf } from "#lib/core/dates.ts";
import { type Division, pathTo, villageById } from "#lib/divisions/queries/divisions.ts";
import { selfGeneratedBp } from "#lib/views/basis.ts";
import { cumulate, paceOf } from "../rules/target.ts";
import { tierOf } from "../rules/tiers.ts";
import { campaignTargetFen } from "../store/rollup.ts";
import { incomeByMonth, incomeTotals, tiersOf } from "./totals.ts";

/**
 * Everything a village's card shows of a year, in fen; `figures` are those of every basis, whichever is
 * looked through.
 * @throws {NotFound} outside the actor's scope.
 */
export async function villageCard(ctx: Ctx, id: number, year: number) {
  authorize(ctx.actor, "village.read");
  const { db } = ctx;
  const village = await villageById(db, ctx.actor, id);
  const totals = await incomeTotals(db, village, year);
  // By another basis `totals.operatingFen` is that basis's income: what is reckoned from operating income
  // asks for it itself.
  const figures = await incomeTotals(db.withView({ basis: "strict" }), village, year);
  const months = await incomeByMonth(db, village, year);
  const bands = await tiersOf(db, year);
  const operatingFen = totals.withData ? totals.operatingFen : null;
  const byAccount = await sumsByAccount(db, id, year);
  const subsidyFen = byAccount
    .filter((row) => row.kind === "subsidy")
    .reduce((sum, row) => sum + row.totalFen, 0);
  return {
    village,
    view: viewWithoutDay(db),
    path: await pathTo(db, village),
    year,
    totals,
    figures: {
      operatingFen: figures.operatingFen,
      oneOffFen: figures.oneOffFen,
      otherFen: figures.otherFen,
      costFen: figures.costFen,
    },
    operatingFen,
    targetFen: totals.targetFen,
    gapFen: operatingFen === null ? null : totals.gapFen,
    tier: tierOf(operatingFen, bands),
    bands,
    met: totals.met === 1,
    selfGeneratedBp: operatingFen === null ? null : selfGeneratedBp(figures.operatingFen, subsidyFen),
    months,
    filed: await filedMonths(db, village, year),
    cumulativeFen: cumulate(months.map((month) => (month.posted ? month.operatingFen : null))),
    paceFen: paceOf(totals.targetFen),
    byAccount,
    byProject: await sumsByProject(db, id, year),
    cluster: await clusterOf(db, id),
    targets: await targetHistory(db, id, year),
    campaignTargetFen: await campaignTargetFen(db),
    codes: await db
      .select()
      .from(divisionCodes)
      .where(eq(divisionCodes.divisionId, id))
      .orderBy(asc(divisionCodes.edition)),
  };
}

/** 未报, 已报未审, 已审 of each month of a year, whichever rows the card shows. */
async function filedMonths(
  db: Db,
  village: Division,
  year: number,
): Promise<{ month: Month; reported: boolean; approved: boolean }[]> {
  const of = (approvedOnly: boolean) =>
    incomeByMonth(db.withView({ approvedOnly, basis: "strict" }), village, year);
  const [reported, approved] = [await of(false), await of(true)];
  return reported.map(({ month, posted }, at) => ({
    month,
    reported: posted > 0,
    approved: (approved[at]?.posted ?? 0) > 0,
  }));
}

/** A year's sums of one village by account, each with its twelve months. */
async function sumsByAccount(db: Reader, villageId: number, year: number) {
  const months = monthsOf(year);
  const rows = await db
    .select({
      id: accounts.id,
      code: accounts.code,
      name: accounts.name,
      nameEn: accounts.nameEn,
      kind: accounts.kind,
      rank: accounts.rank,
      month: incomePostings.month,
      amountFen: total(incomePostings.amountFen),
    })
    .from(incomePostings)
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(
      and(
        eq(incomePostings.villageId, villageId),
        gte(incomePostings.month, months[0] as Month),
        lte(incomePostings.month, months[11] as Month),
      ),
    )
    .groupBy(accounts.id, incomePostings.month)
    .orderBy(asc(accounts.rank));
  return [...Map.groupBy(rows, (row) => row.id).values()].map((own) => {
    const { month: _month, amountFen: _amount, ...account } = own[0] as (typeof rows)[number];
    const byMonth = new Map(own.map((row) => [row.month, row.amountFen]));
    return {
      ...account,
      monthsFen: months.map((month) => byMonth.get(month) ?? null),
      totalFen: own.reduce((sum, row) => sum + row.amountFen, 0),
    };
  });
}

/** What each project brought the village in a year: income of every kind. */
async function sumsByProject(db: Reader, villageId: number, year: number): Promise<Map<number, number>> {
  const months = monthsOf(year);
  const rows = await db
    .select({ projectId: incomePostings.projectId, amountFen: total(incomePostings.amountFen) })
    .from(incomePostings)
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(
      and(
        eq(incomePostings.villageId, villageId),
        isNotNull(incomePostings.projectId),
        inArray(accounts.kind, ["operating", "subsidy", "other"]),
        gte(incomePostings.month, months[0] as Month),
        lte(incomePostings.month, months[11] as Month),
      ),
    )
    .groupBy(incomePostings.projectId);
  return new Map(rows.map((row) => [row.projectId ?? 0, row.amountFen]));
}

/** The village's cluster with all its members, leading ones first; `null` when it is in none. */
async function clusterOf(db: Reader, villageId: number) {
  const [own] = await db
    .select({ id: clusters.id, name: clusters.name })
    .from(clusterMembers)
    .innerJoin(clusters, eq(clusters.id, clusterMembers.clusterId))
    .where(eq(clusterMembers.villageId, villageId));
  if (!own) return null;
  const members = await db
    .select({ id: divisions.id, name: divisions.shortName, leads: clusterMembers.leads })
    .from(clusterMembers)
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId))
    .where(eq(clusterMembers.clusterId, own.id))
    .orderBy(desc(clusterMembers.leads), asc(divisions.code));
  return { ...own, members };
}

const targetHistory = (db: Reader, villageId: number, year: number) =>
  db
    .select()
    .from(incomeTargets)
    .where(and(eq(incomeTargets.villageId, villageId), eq(incomeTargets.year, year)))
    .orderBy(desc(incomeTargets.revision));

/** Years in which a village has figures or a target, newest first. */
export async function yearsOf(db: Reader, villageId: number): Promise<number[]> {
  const rows = await db
    .select({ year: incomeYears.year })
    .from(incomeYears)
    .where(eq(incomeYears.divisionId, villageId))
    .orderBy(desc(incomeYears.year));
  return rows.map((row) => row.year);
}
