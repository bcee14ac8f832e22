import { and, asc, gt, lte, max } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import { count, under } from "#db/sql.ts";
import { type ActorRole, happenings, policy } from "../access/policy.ts";
import { hashedText } from "../audit/chain.ts";
import { inTrail } from "../audit/queries.ts";
import { subjectTypes } from "../audit/record.ts";
import type { Ctx } from "../context.ts";
import { type Division, divisionById, divisionOf } from "../divisions/queries.ts";
import type { Column, Row, Words } from "./columns.ts";
import { type Control, type Extract, localTime, type Preview, type Total } from "./extract.ts";
import type { AuditExport } from "./input.ts";
import type { Pivot } from "./pivot.ts";

const columns: readonly Column[] = [
  { key: "seq", kind: "count", width: 9 },
  { key: "at", kind: "text", width: 20 },
  { key: "actor", kind: "text", width: 16 },
  { key: "role", kind: "text", width: 12 },
  { key: "verb", kind: "text", width: 18 },
  { key: "subjectType", kind: "text", width: 10 },
  { key: "subjectId", kind: "count", width: 10 },
  { key: "subject", kind: "text", width: 28 },
  { key: "divisionCode", kind: "text", width: 15 },
  { key: "reason", kind: "text", width: 28 },
  { key: "before", kind: "text", width: 30 },
  { key: "after", kind: "text", width: 40 },
  { key: "request", kind: "text", width: 16 },
  { key: "previousHash", kind: "text", width: 20 },
  { key: "hash", kind: "text", width: 20 },
  { key: "hashed", kind: "text", width: 30 },
];

const roles = ["town", "office", "leader", "auditor", "admin", "operator", "screen", "visitor"] as const satisfies ActorRole[];
const basis = "export.basis.audit";
const total = (value: number): Total => ({ key: "events", kind: "count", value });
const size = 1000;

/**
 * The trail as the auditor's screen lists it, oldest first, up to the newest event of this moment or to `filter.upTo`. Each row has
 * the exact text that its hash is of, so that the file alone shows whether it was altered (RELIABILITY R8): bin/verify-trail.mjs.
 */
export async function auditExtract(ctx: Ctx, filter: AuditExport, words: Words): Promise<Extract> {
  const { node, where } = await selection(ctx, filter);
  const upTo = filter.upTo ?? (await newest(ctx));
  const bounded = and(where, lte(auditEvents.seq, upTo));
  return {
    node,
    basis,
    columns,
    also: { upTo },
    async *stretches() {
      for (let from = 0; ; ) {
        const events = await ctx.db
          .select()
          .from(auditEvents)
          .where(and(bounded, gt(auditEvents.seq, from)))
          .orderBy(asc(auditEvents.seq))
          .limit(size);
        if (events.length > 0) yield events.map((event) => rowOf(event, words));
        if (events.length < size) return;
        from = events.at(-1)?.seq ?? upTo;
      }
    },
    add: ([events = total(0)], rows) => [total(events.value + rows.length)],
    pivot: pivotOf(words),
    control: () => controlOf(ctx, bounded),
  };
}

async function selection(ctx: Ctx, filter: AuditExport) {
  const events = inTrail(ctx, filter); // first: whoever may not read the trail learns nothing of places either
  const node: Division = filter.node ? await divisionOf(ctx.db, ctx.actor, filter.node) : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  return { node, where: and(events, under(auditEvents.divisionCode, node)) };
}

async function newest(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.select({ seq: max(auditEvents.seq) }).from(auditEvents);
  return row?.seq ?? 0;
}

const verbs: string[] = [...Object.keys(policy), ...happenings];

/** A name from a list in words; one that an older or newer build wrote stays as it is. */
const named = (value: string, list: readonly string[], path: string, words: Words) => (list.includes(value) ? words(`${path}.${value}`) : value);

function rowOf(event: typeof auditEvents.$inferSelect, words: Words): Row {
  const { before, after, reason } = contentOf(event.payload);
  return {
    seq: event.seq,
    at: localTime(event.at),
    actor: event.actorName,
    role: named(event.actorRole, roles, "role", words),
    verb: named(event.verb, verbs, "verb", words),
    subjectType: named(event.subjectType, subjectTypes, "audit.type", words),
    subjectId: event.subjectId,
    subject: event.subjectName,
    divisionCode: event.divisionCode,
    reason,
    before,
    after,
    request: event.request,
    previousHash: event.previousHash,
    hash: event.hash,
    hashed: hashedText(event),
  };
}

function contentOf(payload: string): { before: string | null; after: string | null; reason: string } {
  try {
    const { before, after, reason } = JSON.parse(payload) as { before: unknown; after: unknown; reason: string };
    const text = (value: unknown) => (value === null ? null : JSON.stringify(value));
    return { before: text(before), after: text(after), reason };
  } catch {
    return { before: null, after: payload, reason: "" }; // tampered with: shown as it stands
  }
}

/** What was done × by whom. */
const pivotOf = (words: Words): Pivot => ({
  by: columns.filter((column) => column.key === "verb"),
  measures: [...roles, "another"].map((role) => ({
    key: role,
    label: role === "another" ? "export.pivot.another" : `role.${role}`,
    kind: "count",
    parts: ["events"],
  })),
  of: (row, { key }) => (key === (roles.find((role) => words(`role.${role}`) === row.role) ?? "another") ? 1 : 0),
});

async function controlOf(ctx: Ctx, where: ReturnType<typeof and>): Promise<Control> {
  const [found] = await ctx.db.select({ rows: count() }).from(auditEvents).where(where);
  const rows = found?.rows ?? 0;
  return { rows, totals: [total(rows)] };
}

export async function auditPreview(ctx: Ctx, filter: AuditExport): Promise<Preview> {
  const { node, where } = await selection(ctx, filter);
  return { node, basis, ...(await controlOf(ctx, and(where, filter.upTo === undefined ? undefined : lte(auditEvents.seq, filter.upTo)))) };
}
