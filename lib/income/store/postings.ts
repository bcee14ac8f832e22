import { and, asc, eq, inArray } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { accounts, bases, divisions, incomePostings, projects, projectVillages } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import type { Actor } from "#lib/core/actor.ts";
import { type Ctx, provenanceOf, today } from "#lib/core/context.ts";
import { firstDay, type Month, monthOfDay } from "#lib/core/dates.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { basisOn } from "#lib/views/basis.ts";
import { amountProblem, largestFen } from "../rules/cells.ts";
import { type RollupPath, rollUp } from "./rollup.ts";

export type Account = typeof accounts.$inferSelect;

/** A town with its villages, as far as posting needs them. */
export type TownPlace = {
  id: number;
  code: string;
  name: string;
  countyId: number;
  villages: Map<number, { name: string; code: string }>;
};

/**
 * The accounts of the regime that governs a month, in the order of the books.
 * @throws {Refused} before the first regime.
 */
export async function accountsOf(db: Reader, month: Month): Promise<Account[]> {
  const basis = basisOn(await db.select().from(bases).orderBy(asc(bases.fromOn)), firstDay(month));
  if (!basis) throw new Refused("income.noBasis", { month }, "month");
  return db.select().from(accounts).where(eq(accounts.basisId, basis.id)).orderBy(asc(accounts.rank));
}

/** The town with `id` in the actor's scope and its villages by code. @throws {NotFound} */
export async function townOf(db: Reader, actor: Actor, id: number): Promise<TownPlace> {
  const [town] = await db
    .select()
    .from(divisions)
    .where(and(eq(divisions.id, id), eq(divisions.level, "town"), under(divisions.code, actor.scope)));
  if (!town) throw new NotFound(`town ${id}`);
  const villages = await db
    .select({ id: divisions.id, name: divisions.shortName, code: divisions.code })
    .from(divisions)
    .where(eq(divisions.parentId, town.id))
    .orderBy(asc(divisions.code));
  const byId = new Map(villages.map(({ id: villageId, ...village }) => [villageId, village]));
  return {
    id: town.id,
    code: town.code,
    name: town.shortName,
    countyId: town.parentId ?? town.id,
    villages: byId,
  };
}

/** @throws {Refused} when the month has not begun: income is posted when it is there. */
export function requireBegun(ctx: Ctx, month: Month): void {
  if (month > monthOfDay(today(ctx))) throw new Refused("income.futureMonth", { month }, "month");
}

/** Where money that is never income belongs, in both languages (DOMAIN §3). */
export const whereItBelongs = (account: Account) => ({
  account: `${account.code} ${account.name}`,
  accountEn: `${account.code} ${account.nameEn}`,
  note: account.note,
  noteEn: account.noteEn,
});

/** Why this amount may not stand in this account, about `field`; nothing where it may. */
export function postingRefusal(
  account: Account | undefined,
  amountFen: number,
  month: Month,
  field: string,
): Refused | undefined {
  if (!account) return new Refused("income.otherRegime", { month }, field);
  if (account.kind === "never") return new Refused("income.neverIncome", whereItBelongs(account), field);
  const problem = amountProblem(amountFen, account);
  const named = {
    account: `${account.code} ${account.name}`,
    accountEn: `${account.code} ${account.nameEn}`,
  };
  return problem && new Refused(`income.${problem}`, problem === "negative" ? named : { largestFen }, field);
}

/** May this amount stand in this account? @throws {Refused} with the reason, about `field`. */
export function requirePostable(
  account: Account | undefined,
  amountFen: number,
  month: Month,
  field: string,
): Account {
  const refusal = postingRefusal(account, amountFen, month, field);
  if (refusal || !account) throw refusal;
  return account;
}

/** @throws {NotFound} when the village is not one of the town's. */
export function requireVillage(town: TownPlace, villageId: number): string {
  const village = town.villages.get(villageId);
  if (!village) throw new NotFound(`village ${villageId} of town ${town.id}`);
  return village.name;
}

/**
 * @throws {NotFound} for a project outside the actor's scope, {Refused} for one that the village takes no
 * part in.
 */
export async function requireProjects(
  tx: Tx,
  ctx: Ctx,
  links: { projectId: number; villageId: number; field: string }[],
): Promise<void> {
  if (links.length === 0) return;
  const ids = [...new Set(links.map((link) => link.projectId))];
  const found = await tx
    .select({ projectId: projects.id, villageId: projectVillages.villageId })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .innerJoin(projectVillages, eq(projectVillages.projectId, projects.id))
    .where(and(inArray(projects.id, ids), under(divisions.code, ctx.actor.scope)));
  for (const { projectId, villageId, field } of links) {
    const own = found.filter((row) => row.projectId === projectId);
    if (own.length === 0) throw new NotFound(`project ${projectId}`);
    if (!own.some((row) => row.villageId === villageId))
      throw new Refused("income.projectElsewhere", {}, field);
  }
}

export type NewPosting = Pick<
  typeof incomePostings.$inferInsert,
  | "villageId"
  | "accountId"
  | "amountFen"
  | "oneOff"
  | "projectId"
  | "voucher"
  | "note"
  | "reversesId"
  | "shareId"
>;

/** The row that takes a posting back, with the reason as its note (红冲). */
export const reversalOf = (posting: typeof incomePostings.$inferSelect, reason: string): NewPosting => {
  const { id, villageId, accountId, amountFen, oneOff, projectId, voucher, shareId } = posting;
  const takenBack = amountFen === 0 ? 0 : -amountFen;
  return {
    villageId,
    accountId,
    amountFen: takenBack,
    oneOff,
    projectId,
    voucher,
    note: reason,
    reversesId: id,
    shareId,
  };
};

/**
 * Writes rows of one town and month and carries them into every sum, in this transaction. The only way into
 * the ledger.
 */
export async function insertPostings(
  tx: Tx,
  ctx: Ctx,
  town: TownPlace,
  month: Month,
  rows: NewPosting[],
): Promise<number[]> {
  const entered = {
    month,
    byProxy: true, // 代填: no village signs in itself, whoever enters it does so for the village
    personId: ctx.actor.id,
    personName: ctx.actor.name,
    recordedAt: ctx.now.toISOString(),
    provenance: provenanceOf(ctx),
  };
  const made = await tx
    .insert(incomePostings)
    .values(rows.map((row) => ({ ...row, ...entered })))
    .returning({ id: incomePostings.id });
  const villages = [...new Set(rows.map((row) => row.villageId))];
  const places: RollupPath[] = villages.map((villageId) => ({
    villageId,
    townId: town.id,
    countyId: town.countyId,
  }));
  await rollUp(tx, month, places);
  return made.map((row) => row.id);
}
