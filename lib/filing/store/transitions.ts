import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type FilingAct, filingEvents, filingMonths } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, provenanceOf } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Conflict, Refused } from "#lib/core/errors.ts";
import { type TownPlace, townOf } from "#lib/income/store/postings.ts";
import { filingMonthOf } from "#lib/periods/queries/gate.ts";
import { acts, isPossible, type MonthState, monthStateOf } from "#lib/periods/rules/month-state.ts";

/** A town's month that somebody is about to act on: as it was left, and as it stands now. */
export type Held = {
  town: TownPlace;
  month: Month;
  row: typeof filingMonths.$inferSelect | undefined;
  standing: MonthState;
};
type Asked = { townId: number; month: Month; version: number };

/**
 * The month for whoever may do `act` to it, looked at in the version that now stands.
 * @throws {Conflict} when something was done to it meanwhile; {Refused} `filing.cannot` when it does not
 * stand where `act` begins
 */
export async function requireMonth(
  tx: Tx,
  ctx: Ctx,
  act: FilingAct,
  { townId, month, version }: Asked,
): Promise<Held> {
  const town = await townOf(tx, ctx.actor, townId);
  authorize(ctx.actor, `filing.${act}`, { divisionCode: town.code });
  const row = await filingMonthOf(tx, town.id, month);
  if ((row?.version ?? 0) !== version) throw await movedOn(tx, ctx, town, month, row);
  const standing = monthStateOf(row, ctx.now.toISOString());
  if (!isPossible(act, standing))
    throw new Refused("filing.cannot", { act, standing, town: town.name, month });
  return { town, month, row, standing };
}

async function movedOn(tx: Tx, ctx: Ctx, town: TownPlace, month: Month, row: Held["row"]): Promise<Conflict> {
  const version = row?.version ?? 0;
  const [newest] = await tx
    .select({ name: filingEvents.personName, at: filingEvents.recordedAt })
    .from(filingEvents)
    .where(
      and(eq(filingEvents.townId, town.id), eq(filingEvents.month, month), eq(filingEvents.version, version)),
    );
  return new Conflict(
    { state: monthStateOf(row, ctx.now.toISOString()), version },
    newest ?? { name: "", at: ctx.now.toISOString() },
  );
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
export async function move(tx: Tx, ctx: Ctx, act: FilingAct, { town, month, row }: Held, given: Moved = {}) {
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
    if (moved.length === 0) throw await movedOn(tx, ctx, town, month, row);
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
export const subjectOf = ({ town, month, row }: Held): Subject => ({
  type: "month",
  id: row?.id ?? null,
  name: `${town.name} ${month}`,
  divisionCode: town.code,
});
