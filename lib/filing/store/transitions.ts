import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type FilingAct, filingEvents, filingMonths } from "#db/schema/index.ts";
import type { Saved } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, provenanceOf } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Conflict, Refused } from "#lib/core/errors.ts";
import { type TownPlace, townOf } from "#lib/income/store/postings.ts";
import { filingMonthOf } from "#lib/periods/queries/gate.ts";
import { acts, isPossible, type MonthState, monthStateOf } from "#lib/periods/rules/month-state.ts";

/** A town's month that somebody is about to act on: as it was left, by whom, and as it stands now. */
export type Held = {
  town: TownPlace;
  month: Month;
  row: typeof filingMonths.$inferSelect | undefined;
  by: { name: string; at: string };
  standing: MonthState;
};
type Asked = { townId: number; month: Month };

/** The month of a town within the actor's scope. @throws {NotFound} */
export async function monthOf(tx: Tx, ctx: Ctx, { townId, month }: Asked): Promise<Held> {
  const town = await townOf(tx, ctx.actor, townId);
  const row = await filingMonthOf(tx, town.id, month);
  const ofMonth = and(eq(filingEvents.townId, town.id), eq(filingEvents.month, month));
  const [newest] = await tx
    .select({ name: filingEvents.personName, at: filingEvents.recordedAt })
    .from(filingEvents)
    .where(and(ofMonth, eq(filingEvents.version, row?.version ?? 0)));
  const now = ctx.now.toISOString();
  return { town, month, row, by: newest ?? { name: "", at: now }, standing: monthStateOf(row, now) };
}

type AskedTogether = { month: Month; towns: readonly { townId: number; version: number }[] };

/** One month of several towns, each with the version that was read. @throws {NotFound} */
export async function monthsOf(tx: Tx, ctx: Ctx, { month, towns }: AskedTogether) {
  const asked: (Held & { read: number })[] = [];
  for (const { townId, version } of towns)
    asked.push({ ...(await monthOf(tx, ctx, { townId, month })), read: version });
  return asked;
}

/** The month's version, 0 before anything was done to it. */
export const savedOf = ({ row, by, standing }: Held): Saved => ({
  version: row?.version ?? 0,
  by,
  current: { state: standing },
});

const movedOn = (held: Held): Conflict => {
  const { version, by, current } = savedOf(held);
  return new Conflict({ ...current, version }, by);
};

/** @throws {Refused} `filing.cannot` when the month does not stand where `act` begins */
export function requirePossible(act: FilingAct, { town, month, standing }: Held): void {
  if (!isPossible(act, standing))
    throw new Refused("filing.cannot", { act, standing, town: town.name, month });
}

/** The same of one month among several. @throws {Conflict} when something was done to it meanwhile */
export function requireAsRead(act: FilingAct, held: Held & { read: number }): void {
  if ((held.row?.version ?? 0) !== held.read) throw movedOn(held);
  requirePossible(act, held);
}

type Moved = Partial<
  Pick<
    typeof filingEvents.$inferInsert,
    "reason" | "unlockedUntil" | "incomeUpTo" | "fundingUpTo" | "late" | "byProxy"
  >
>;

/**
 * Does `act` to the month, and remembers it: what is not given anew stays as it was, but for the reason.
 * Returns the event.
 */
export async function move(tx: Tx, ctx: Ctx, act: FilingAct, held: Held, given: Moved = {}) {
  const { town, month, row } = held;
  const { late = false, byProxy = false, reason = "", unlockedUntil = null, ...bounds } = given;
  const recordedAt = ctx.now.toISOString();
  const version = (row?.version ?? 0) + 1;
  const values = {
    townId: town.id,
    month,
    state: acts[act].to,
    reason,
    unlockedUntil,
    incomeUpTo: bounds.incomeUpTo ?? row?.incomeUpTo ?? null,
    fundingUpTo: bounds.fundingUpTo ?? row?.fundingUpTo ?? null,
    personId: ctx.actor.id,
    version,
  };
  if (row) {
    const moved = await tx
      .update(filingMonths)
      .set({ ...values, changedAt: recordedAt })
      .where(and(eq(filingMonths.id, row.id), eq(filingMonths.version, row.version)))
      .returning({ id: filingMonths.id });
    if (moved.length === 0) throw movedOn(held);
  } else await tx.insert(filingMonths).values({ ...values, changedAt: recordedAt });
  const [event] = await tx
    .insert(filingEvents)
    .values({
      ...values,
      act,
      late,
      byProxy,
      personName: ctx.actor.name,
      recordedAt,
      provenance: provenanceOf(ctx),
    })
    .returning();
  if (!event) throw new Error("The act was not inserted");
  return event;
}

/** What an audit event of one town's month says it is about. */
export const subjectOf = ({ town, month, row }: Pick<Held, "town" | "month" | "row">): Subject => ({
  type: "month",
  id: row?.id ?? null,
  name: `${town.name} ${month}`,
  divisionCode: town.code,
});
