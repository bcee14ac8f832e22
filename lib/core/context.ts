import { eq } from "drizzle-orm";
import { type Db, joined, type Reader, type Tx } from "#db/client.ts";
import type { IncomeBasis } from "#db/schema/income.ts";
import { type Provenance, settings } from "#db/schema/index.ts";
import type { View } from "#db/views.ts";
import type { Actor } from "./actor.ts";
import type { AuditEntry } from "./audit-entry.ts";
import { addDays, type Day, dayOf, instantOn } from "./dates.ts";
import { Refused } from "./errors.ts";

/** Who does it, when, and with what. */
export type Ctx = {
  db: Db;
  actor: Actor;
  /** The business clock: in a demonstration it stands on one day. */
  now: Date;
  /**
   * `now` is the machine's clock and stands on no day: what it records may not lie before what was recorded.
   */
  byClock?: true;
  /** The request's id, for the trail and the log. */
  request: string;
  /** The address that the request came from; none for what comes from no network. */
  address?: string;
  /**
   * `demo` only in the demonstration's generator: what it posts is marked as made up, what people enter
   * beside it is not.
   */
  provenance?: Provenance;
  /**
   * Set while commands join a larger operation: what each would record, for the one event of that operation.
   */
  batch?: AuditEntry[];
};

/** The instant at which `day` is over: what was recorded before it was known on that day. */
export const endOf = (day: Day): string => instantOn(addDays(day, 1), 0).toISOString();

/**
 * The instant before which everything that was recorded by `now` lies, what was recorded in that very moment
 * too.
 */
export const justAfter = (now: Date): string => new Date(now.getTime() + 1).toISOString();

/**
 * The same eyes on the evening of a past day: every reading answers from what had been recorded by then, and
 * nothing can be written (DOMAIN §6, as of).
 */
export const asOf = (ctx: Ctx, day: Day): Ctx =>
  asRecordedBefore(ctx, endOf(day), new Date(Date.parse(endOf(day)) - 1));

/** The same with what had been recorded before the instant `known`, on the business clock `now`. */
export const asRecordedBefore = (ctx: Ctx, known: string, now: Date): Ctx => ({
  ...ctx,
  db: ctx.db.asOf(known),
  now,
  actor: { ...ctx.actor, readOnly: true },
});

/**
 * The context for what is asked of `day`: the past of a day before today, the present without one or for
 * today itself.
 * @throws {Refused} `asOfFuture` for a day that is still to come
 */
export function onDay(ctx: Ctx, day: Day | undefined): Ctx {
  if (day === undefined || day === today(ctx)) return ctx;
  if (day > today(ctx)) throw new Refused("asOfFuture", { on: today(ctx) }, "asOf");
  return asOf(ctx, day);
}

/**
 * The same eyes on the same day through another view: approved money only, or income by another basis. What
 * they write is the same.
 */
export const withView = (ctx: Ctx, view: Pick<View, "approvedOnly" | "basis">): Ctx => ({
  ...ctx,
  db: ctx.db.withView(view),
});

/**
 * The same eyes inside the open transaction `tx`: commands join it, each with its own rules, all or none of
 * them. What they would record is added to `deeds`, for the caller to record as one event (RELIABILITY R9:
 * one event an operation).
 */
export const inTransaction = (ctx: Ctx, tx: Tx, deeds: AuditEntry[]): Ctx => ({
  ...ctx,
  db: joined(tx),
  batch: deeds,
});

/** What a database shows but for the day: what a screen or a sheet must say of its figures. */
export function viewWithoutDay({ view: { recordedBefore: _, ...rest } }: Db): Omit<View, "known"> {
  return rest;
}

/** How figures are asked for: of which day, of which rows, by which basis. */
export type ViewRequest = {
  asOf?: Day | undefined;
  approvedOnly?: boolean | undefined;
  basis?: IncomeBasis | undefined;
};

/** The context for what is asked so. @throws {Refused} `asOfFuture` */
export const inView = (ctx: Ctx, { asOf: day, ...view }: ViewRequest): Ctx => withView(onDay(ctx, day), view);

/** What a posting of `ctx` is marked with. */
export const provenanceOf = (ctx: Ctx): Provenance => ctx.provenance ?? "real";

/** The business day of `ctx`. */
export const today = (ctx: Pick<Ctx, "now">): Day => dayOf(ctx.now);

/** Is this a demonstration database? Marked when it was filled, never by a setting of the server. */
export async function isDemonstration(db: Reader): Promise<boolean> {
  const [row] = await db.select().from(settings).where(eq(settings.key, "demonstration"));
  return row?.value === "yes";
}

/** Where a demonstration's clock stands (DESIGN §4). */
export const demonstrationDay: Day = "2016-12-31";

/** The business clock: `real`, or that time of day on the day a demonstration or `GUATU_TODAY` stands on. */
export function businessNow(real: Date, standsOn: Day | undefined): Date {
  if (!standsOn) return real;
  const sinceMidnightMs = real.getTime() - instantOn(dayOf(real), 0).getTime();
  return new Date(instantOn(standsOn, 0).getTime() + sinceMidnightMs);
}
