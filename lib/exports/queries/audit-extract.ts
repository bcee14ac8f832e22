import { createHash } from "node:crypto";
import { and, asc, gt, lte, max, type SQL } from "drizzle-orm";
import { auditEvents } from "#db/schema/index.ts";
import { count, under } from "#db/sql.ts";
import { happenings, policy } from "#lib/access/policy.ts";
import { inTrail } from "#lib/audit/queries/trail.ts";
import { hashedText, origin } from "#lib/audit/rules/chain.ts";
import type { ActorRole } from "#lib/core/actor.ts";
import { subjectTypes } from "#lib/core/audit-entry.ts";
import { type Column, type Row, type Translate, wordIn } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import { localTime } from "#lib/core/dates.ts";
import type { Namespace } from "#lib/core/message-keys.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import type { AuditExport } from "../input.ts";
import type { Control, Extract, Preview, Total } from "../rules/extract.ts";
import type { Pivot } from "../rules/pivot.ts";

export const auditColumns: readonly Column[] = [
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
  { key: "before", kind: "text", width: 30, clips: true },
  { key: "after", kind: "text", width: 40, clips: true },
  { key: "request", kind: "text", width: 16 },
  { key: "address", kind: "text", width: 16 },
  { key: "previousHash", kind: "text", width: 20 },
  { key: "hash", kind: "text", width: 20 },
  { key: "hashed", kind: "text", width: 30, clips: true },
];

export const roles = [
  "town",
  "office",
  "leader",
  "auditor",
  "admin",
  "operator",
  "screen",
  "visitor",
] as const satisfies ActorRole[];
const basis = "export.basis.audit";
const total = (value: number): Total => ({ key: "events", kind: "count", value });
const size = 1000;

/**
 * The trail as the auditor's screen lists it, oldest first, up to the newest event of this moment or to
 * `filter.upTo`, and whole by itself (RELIABILITY R8, decision 0036): each row has the exact text that its
 * hash is of; events that the filter or the auditor's area leaves out are rows of their number and hashes;
 * the last row says what the whole is. bin/verify-trail.mjs reads it.
 */
export async function auditExtract(
  ctx: Ctx,
  filter: AuditExport,
  words: Translate,
  language: string,
): Promise<Extract> {
  const { node, where } = await selection(ctx, filter);
  const upTo = Math.min(filter.upTo ?? Number.POSITIVE_INFINITY, await newest(ctx));
  return {
    node,
    basis,
    columns: auditColumns,
    also: { upTo },
    async *stretches() {
      let [events, shown, head] = [0, 0, { seq: 0, hash: origin }];
      for (;;) {
        const links = await linksAfter(ctx, head.seq, upTo);
        const last = links.at(-1);
        if (!last) break;
        const found = await ctx.db
          .select()
          .from(auditEvents)
          .where(and(where, gt(auditEvents.seq, head.seq), lte(auditEvents.seq, last.seq)));
        const whole = new Map(found.map((event) => [event.seq, event]));
        events += links.length;
        shown += found.length;
        head = { seq: last.seq, hash: last.hash };
        yield links.map((link) => {
          const event = whole.get(link.seq);
          return event ? rowOf(event, words) : { ...link };
        });
      }
      yield [footerOf({ events, shown, head, scope: node.code, filter, language })];
    },
    add: ([events = total(0)], rows) => [total(events.value + rows.filter(isShown).length)],
    pivot: pivotOf(words),
    control: () => controlOf(ctx, where, upTo),
  };
}

/** Links of the chain, whatever they are of, a stretch at a time. */
const linksAfter = (ctx: Ctx, from: number, upTo: number) =>
  ctx.db
    .select({ seq: auditEvents.seq, previousHash: auditEvents.previousHash, hash: auditEvents.hash })
    .from(auditEvents)
    .where(and(gt(auditEvents.seq, from), lte(auditEvents.seq, upTo)))
    .orderBy(asc(auditEvents.seq))
    .limit(size);

/** A row that tells of an event: neither its number and hashes alone, nor the last row. */
const isShown = (row: Row): boolean => row.verb !== undefined;

type Told = {
  events: number;
  shown: number;
  head: { seq: number; hash: string };
  scope: string;
  filter: AuditExport;
  language: string;
};

/** The last row: what the file is the whole of, with the hash of just that. */
function footerOf({ events, shown, head, scope, filter, language }: Told): Row {
  const given = Object.entries(filter).filter(
    ([name, value]) => value !== undefined && name !== "node" && name !== "upTo",
  );
  const about = {
    first: events > 0 ? 1 : null,
    last: head.seq,
    head: head.hash,
    scope,
    filter: Object.fromEntries(given.toSorted()),
    language,
  };
  const hashed = JSON.stringify({ footer: 1, events, shown, ...about });
  return { previousHash: head.hash, hash: createHash("sha256").update(hashed).digest("hex"), hashed };
}

async function selection(ctx: Ctx, filter: AuditExport) {
  const events = inTrail(ctx, filter); // first: whoever may not read the trail learns nothing of places either
  const node: Division = filter.node
    ? await divisionOf(ctx.db, ctx.actor, filter.node)
    : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  return { node, where: and(events, under(auditEvents.divisionCode, node)) };
}

async function newest(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.select({ seq: max(auditEvents.seq) }).from(auditEvents);
  return row?.seq ?? 0;
}

export const verbs: string[] = [...Object.keys(policy), ...happenings];

/** A name from a list in words; one that an older or newer build wrote stays as it is. */
const named = (value: string, list: readonly string[], path: Namespace, words: Translate) =>
  list.includes(value) ? wordIn(words, path, value) : value;

function rowOf(event: typeof auditEvents.$inferSelect, words: Translate): Row {
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
    address: event.address,
    previousHash: event.previousHash,
    hash: event.hash,
    hashed: asJson(hashedText(event)),
  };
}

/** The same JSON, of signs that a spreadsheet can hold. */
const asJson = (text: string): string =>
  text.replace(odd, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
const odd = /[\u007f-\u009f\ufffe\uffff]/g;

function contentOf(payload: string): { before: string | null; after: string | null; reason: string } {
  try {
    const { before, after, reason } = JSON.parse(payload) as {
      before: unknown;
      after: unknown;
      reason: string;
    };
    const text = (value: unknown) => (value === null ? null : JSON.stringify(value));
    return { before: text(before), after: text(after), reason };
  } catch {
    return { before: null, after: payload, reason: "" }; // tampered with: shown as it stands
  }
}

/** What was done × by whom. */
const pivotOf = (words: Translate): Pivot => ({
  by: auditColumns.filter((column) => column.key === "verb"),
  counts: isShown,
  measures: [...roles, "another" as const].map((role) => ({
    key: role,
    label: role === "another" ? "export.pivot.another" : `role.${role}`,
    kind: "count",
    parts: ["events"],
  })),
  of: (row, { key }) =>
    key === (roles.find((role) => words(`role.${role}`) === row.role) ?? "another") ? 1 : 0,
});

/** The rows of the file are those of the whole chain and the last one; its total is what the screen lists. */
async function controlOf(ctx: Ctx, where: SQL | undefined, upTo: number): Promise<Control> {
  const until = lte(auditEvents.seq, upTo);
  const [[chain], [found]] = await Promise.all([
    ctx.db.select({ rows: count() }).from(auditEvents).where(until),
    ctx.db.select({ rows: count() }).from(auditEvents).where(and(where, until)),
  ]);
  return { rows: (chain?.rows ?? 0) + 1, totals: [total(found?.rows ?? 0)] };
}

export async function auditPreview(ctx: Ctx, filter: AuditExport): Promise<Preview> {
  const { node, where } = await selection(ctx, filter);
  return { node, basis, ...(await controlOf(ctx, where, filter.upTo ?? (await newest(ctx)))) };
}
