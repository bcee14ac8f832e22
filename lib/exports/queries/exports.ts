import { and, desc, eq, inArray, isNull, like, lt, type SQL, sql } from "drizzle-orm";
import type { IncomeBasis } from "#db/schema/income.ts";
import { auditEvents } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize, may } from "#lib/access/policy.ts";
import type { Translate } from "#lib/core/columns.ts";
import { type Ctx, inView, justAfter } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import { type ExportKind, type ExportRequest, exportKinds } from "../input.ts";
import type { Begun, Cancelled, Made, Whole } from "../rules/cover.ts";
import type { Extract, Preview } from "../rules/extract.ts";
import { auditExtract, auditPreview } from "./audit-extract.ts";
import { exceptionsExtract, exceptionsPreview } from "./exceptions-extract.ts";
import { fundingExtract, fundingPreview } from "./funding-extract.ts";
import { incomeExtract, incomePreview } from "./income-extract.ts";
import { monthlyExtract, monthlyPreview } from "./monthly-extract.ts";
import { projectsExtract, projectsPreview } from "./projects-extract.ts";

/** What an export of `request` is made from. @throws {NotFound} outside the actor's scope. */
export function extractOf(
  ctx: Ctx,
  request: ExportRequest,
  words: Translate,
  language: string,
): Promise<Extract> {
  authorize(ctx.actor, "export.run");
  if (request.kind === "funding") return fundingExtract(ctx, request.filter);
  if (request.kind === "income") return incomeExtract(ctx, request.filter, language);
  if (request.kind === "exceptions") return exceptionsExtract(ctx, request.filter, words);
  if (request.kind === "monthly") return monthlyExtract(ctx, request.filter);
  if (request.kind === "audit") return auditExtract(ctx, request.filter, words, language);
  return projectsExtract(ctx, request.filter, words);
}

/**
 * The context that a request's rows are read in: its day, its approval, its basis. The trail has none of
 * these.
 */
export function lookedAt(ctx: Ctx, request: ExportRequest): Ctx {
  if (request.kind === "audit") return ctx;
  const {
    asOf,
    approvedOnly,
    basis,
  }: {
    asOf?: Day | undefined;
    approvedOnly?: "true" | "false" | undefined;
    basis?: IncomeBasis | undefined;
  } = request.filter;
  const then = inView(ctx, { asOf, approvedOnly: approvedOnly === "true", basis });
  const { recordedBefore: known, approvedOnly: isApproved } = then.db.view;
  // An approval given while the rows are read would let older ones in: they are read as they were when the
  // file was asked for.
  return isApproved && known === undefined ? { ...then, db: then.db.asOf(justAfter(ctx.now)) } : then;
}

/**
 * Row count and control totals of `request` before anything is downloaded, by the sums that the screens show.
 */
export function exportPreview(ctx: Ctx, request: ExportRequest): Promise<Preview> {
  authorize(ctx.actor, "export.run");
  if (request.kind === "funding") return fundingPreview(ctx, request.filter);
  if (request.kind === "income") return incomePreview(ctx, request.filter);
  if (request.kind === "exceptions") return exceptionsPreview(ctx, request.filter);
  if (request.kind === "monthly") return monthlyPreview(ctx, request.filter);
  if (request.kind === "audit") return auditPreview(ctx, request.filter);
  return projectsPreview(ctx, request.filter);
}

/** What the actor may export: the trail only who reads it. */
export const exportKindsOf = ({ actor }: Ctx): ExportKind[] =>
  exportKinds.filter((kind) => kind !== "audit" || may(actor, "audit.read"));

/** Exports made, newest first: one's own, and for whoever reads the trail everybody's below their scope. */
export async function exportsMade(
  ctx: Ctx,
  { before, limit = 20 }: { before?: number | undefined; limit?: number } = {},
): Promise<Made[]> {
  return made(ctx, before === undefined ? undefined : lt(auditEvents.seq, before), limit);
}

/** An export by its number. @throws {NotFound} where it was somebody else's, or lies outside the scope. */
export async function exportMade(ctx: Ctx, number: number): Promise<Made> {
  const [found] = await made(ctx, eq(auditEvents.seq, number), 1);
  if (!found) throw new NotFound(`export ${number}`);
  return found;
}

async function made(ctx: Ctx, where: SQL | undefined, limit: number): Promise<Made[]> {
  authorize(ctx.actor, "export.run");
  const whose = may(ctx.actor, "audit.read") ? undefined : eq(auditEvents.actorId, ctx.actor.id ?? 0);
  return (await keptExports(ctx, and(whose, where), limit)).map((kept) => kept.made);
}

type Kept = { made: Made; language: string };

/**
 * The export that left whole with this hash, the one of this number first, else the newest; else the one of
 * this number, whatever became of it.
 */
export async function exportHeld(
  ctx: Ctx,
  { sha256, number }: { sha256: string | null; number: number | undefined },
): Promise<Kept | undefined> {
  const [numbered] = number === undefined ? [] : await keptExports(ctx, eq(auditEvents.seq, number), 1);
  if (sha256 === null || (numbered?.made.state === "whole" && numbered.made.sha256 === sha256))
    return numbered;
  const whole = ctx.db
    .select({ number: sql`coalesce(${auditEvents.subjectId}, ${auditEvents.seq})` })
    .from(auditEvents)
    .where(and(eq(auditEvents.verb, "export.run"), like(auditEvents.payload, `%"sha256":"${sha256}"%`)));
  const [same] = await keptExports(ctx, inArray(auditEvents.seq, whole), 1);
  return same ?? numbered;
}

type Event = typeof auditEvents.$inferSelect;

/**
 * Exports in the actor's scope that meet a condition, newest first, with the language that each was written
 * in.
 */
async function keptExports(ctx: Ctx, where: SQL | undefined, limit: number): Promise<Kept[]> {
  // An export begins with an event of its own number; how a streamed one ended says another, about that
  // number.
  const events = await ctx.db
    .select()
    .from(auditEvents)
    .where(
      and(
        inArray(auditEvents.verb, ["export.begin", "export.run"]),
        isNull(auditEvents.subjectId),
        under(auditEvents.divisionCode, ctx.actor.scope),
        where,
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(limit);
  const open = events.filter((event) => event.verb === "export.begin").map((event) => event.seq);
  const ends =
    open.length === 0
      ? []
      : await ctx.db
          .select()
          .from(auditEvents)
          .where(and(eq(auditEvents.subjectType, "export"), inArray(auditEvents.subjectId, open)));
  const endOf = new Map(ends.map((end) => [end.subjectId, end]));
  return events.map((event) => keptOf(event, endOf.get(event.seq)));
}

type Written = Omit<Begun, "number" | "hash" | "asOf" | "by"> & {
  language: string;
  leftAt?: string;
} & Partial<Whole>;

/** What the trail keeps of an export: how it began, or all of it, and perhaps how it ended. */
function keptOf(event: Event, end: Event | undefined): Kept {
  const { language, leftAt, ...kept } = contentOf<Written>(event);
  const begun = {
    ...kept,
    number: event.seq,
    hash: event.hash,
    asOf: leftAt ?? event.at,
    by: { name: event.actorName, role: event.actorRole },
  };
  if (event.verb === "export.run") return { language, made: { ...begun, state: "whole" } as Made };
  if (end?.verb === "export.run")
    return { language, made: { ...begun, ...contentOf<Whole>(end), state: "whole" } };
  if (end) return { language, made: { ...begun, ...contentOf<Cancelled>(end), state: "cancelled" } };
  return { language, made: { ...begun, state: "begun" } };
}

const contentOf = <T>(event: Event): T => (JSON.parse(event.payload) as { after: T }).after;
