import { createHash } from "node:crypto";
import { and, asc, desc, eq, gt, gte, lt, or, type SQL } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { auditEvents, divisions, people } from "#db/schema/index.ts";
import { contains, under } from "#db/sql.ts";
import { authorize, may } from "#lib/access/policy.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addDays, type Day, instantOn } from "#lib/core/dates.ts";
import type { HeadOnPaper } from "../input.ts";
import { type Break, firstBreak, hashOf, origin } from "../rules/chain.ts";
import { changesOf, type FieldChange } from "../rules/changes.ts";

type Row = typeof auditEvents.$inferSelect;

/** An audited operation as people read it. */
export type TrailEvent = Omit<Row, "payload" | "previousHash" | "scopeCode"> & {
  changes: FieldChange[];
  reason: string;
};

export type TrailFilter = {
  /** A person's id, or `operator`. */
  person?: number | "operator" | undefined;
  verb?: string | undefined;
  subjectType?: string | undefined;
  /** Part of the subject's name. */
  subject?: string | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
};

/**
 * What was done in the auditor's area, newest first, a page at a time.
 * @param before the `seq` where the last page ended
 * @throws {Forbidden} unless the actor may `audit.read`.
 */
export async function trail(
  ctx: Ctx,
  filter: TrailFilter,
  { before, limit = 50 }: { before?: number | undefined; limit?: number } = {},
): Promise<{ events: TrailEvent[]; next: number | null }> {
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(inTrail(ctx, filter), before === undefined ? undefined : lt(auditEvents.seq, before)))
    .orderBy(desc(auditEvents.seq))
    .limit(limit + 1);
  const events = rows.slice(0, limit).map(readable);
  return { events, next: rows.length > limit ? (events.at(-1)?.seq ?? null) : null };
}

/**
 * The condition for the events of a filter in the auditor's area.
 * @throws {Forbidden} unless the actor may `audit.read`.
 */
export function inTrail(ctx: Ctx, filter: TrailFilter): SQL | undefined {
  authorize(ctx.actor, "audit.read");
  return and(under(auditEvents.divisionCode, ctx.actor.scope), ...conditions(filter));
}

function conditions({ person, verb, subjectType, subject, from, to }: TrailFilter): (SQL | undefined)[] {
  return [
    person === undefined
      ? undefined
      : person === "operator"
        ? eq(auditEvents.actorRole, "operator")
        : eq(auditEvents.actorId, person),
    verb === undefined ? undefined : eq(auditEvents.verb, verb),
    subjectType === undefined ? undefined : eq(auditEvents.subjectType, subjectType),
    subject === undefined ? undefined : contains([auditEvents.subjectName], subject),
    from === undefined ? undefined : gte(auditEvents.at, instantOn(from, 0).toISOString()),
    to === undefined ? undefined : lt(auditEvents.at, instantOn(addDays(to, 1), 0).toISOString()),
  ];
}

/** The people whose operations the trail may be filtered by: everybody of the auditor's area, by name. */
export function trailPeople(ctx: Ctx): Promise<{ id: number; name: string; username: string }[]> {
  authorize(ctx.actor, "audit.read");
  return ctx.db
    .select({ id: people.id, name: people.name, username: people.username })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(under(divisions.code, ctx.actor.scope))
    .orderBy(asc(people.username));
}

const ofPeople: readonly Subject["type"][] = ["person", "session", "token"];

/**
 * What was done to one subject, newest first, each operation field by field. Empty outside the actor's scope.
 * @throws {Forbidden} A person's history is the administrator's to read; that of everything else is for
 * whoever sees figures.
 */
export async function historyOf(
  ctx: Ctx,
  subject: { type: Subject["type"]; id: number },
  limit = 100,
): Promise<TrailEvent[]> {
  authorize(ctx.actor, ofPeople.includes(subject.type) ? "person.read" : "history.read");
  const itself = and(eq(auditEvents.subjectType, subject.type), eq(auditEvents.subjectId, subject.id));
  const among = and(
    eq(auditEvents.verb, "intake.confirm"),
    contains([auditEvents.payload], asWritten(subject)),
  );
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(or(itself, among), under(auditEvents.divisionCode, ctx.actor.scope)))
    .orderBy(desc(auditEvents.seq))
    .limit(limit);
  return rows.map((row) =>
    row.subjectType === subject.type ? readable(row) : readable(partOf(row, subject)),
  );
}

/** How the event of an operation on many things writes each (`together`). */
const asWritten = ({ type, id }: { type: string; id: number }) => `"subject":{"type":"${type}","id":${id},`;

function isSound(payload: string): boolean {
  try {
    const { before, after } = JSON.parse(payload);
    return Array.isArray(before.done) && Array.isArray(after.done);
  } catch {
    return false;
  }
}

/** What an operation on many things did to this one, as an event of its own would have it. */
function partOf(row: Row, subject: { type: string; id: number }): Row {
  if (!isSound(row.payload)) return row; // tampered with: shown as it stands
  type Done = { verb: string; subject: { type: string; id: number }; change: unknown; reason?: string };
  const { before, after, reason } = JSON.parse(row.payload) as {
    before: { done: Done[] };
    after: { done: Done[] };
    reason: string;
  };
  const own = after.done.flatMap((each, at) =>
    each.subject.type === subject.type && each.subject.id === subject.id
      ? [{ ...each, before: before.done[at]?.change ?? null }]
      : [],
  );
  const merged = (values: unknown[]) => Object.assign({}, ...values);
  const payload = {
    before: merged(own.map((each) => each.before)),
    after: merged(own.map((each) => each.change)),
    reason: own.map((each) => each.reason ?? "").find(Boolean) ?? reason,
  };
  return { ...row, verb: own[0]?.verb ?? row.verb, payload: JSON.stringify(payload) };
}

/** A row of the trail as people read it. */
export function readable({ payload, previousHash: _, scopeCode: __, ...event }: Row): TrailEvent {
  try {
    const { before, after, reason } = JSON.parse(payload) as {
      before: unknown;
      after: unknown;
      reason: string;
    };
    return { ...event, changes: changesOf(before, after), reason };
  } catch {
    return { ...event, changes: [{ field: "payload", before: null, after: payload }], reason: "" }; // tampered with: shown as it stands
  }
}

/**
 * A head of the trail that was kept outside the database: on an export, a print (the first 12 digits of its
 * hash), in an anchors file.
 */
export type Anchor = { seq: number; hash: string };
export type Verdict = {
  events: number;
  head: Anchor;
  broken: (Break | { seq: number; why: "anchor" }) | null;
};

/**
 * What a sheet of paper may be told of its head: no figures, no names. `null`: no such head in this trail.
 */
export type Belongs = { seq: number; at: string; print: Printed | null } | null;

/**
 * A print as anybody may know it. `digest`: the first 12 digits of that of its figures; `null` where none was
 * kept, or it is not theirs.
 */
export type Printed = { kind: string; asOf: Day; size: string; digest: string | null };

/**
 * Does a head that stands on paper — an event's number and the first 12 digits of its hash — belong to this
 * trail? Anybody may ask: whoever does not hold the paper would have to guess 48 bits. The event itself is
 * hashed again, so that an altered one is none.
 */
export async function verifyHead(db: Reader, head: HeadOnPaper): Promise<Belongs> {
  const event = await eventOf(db, head);
  return (
    event && {
      seq: event.seq,
      at: event.at,
      print: event.verb === "print.run" ? printIn(event.payload) : null,
    }
  );
}

async function eventOf(db: Reader, { seq, head }: HeadOnPaper): Promise<Row | null> {
  const [event] = await db.select().from(auditEvents).where(eq(auditEvents.seq, seq));
  return event?.hash.startsWith(head) && hashOf(event) === event.hash ? event : null;
}

type PrintKept = Omit<Printed, "digest"> & { figures?: { lines: string[]; sha256: string } };
const keptOf = (payload: string) => (JSON.parse(payload) as { after: PrintKept }).after;

function printIn(payload: string): Printed {
  const { kind, asOf, size, figures } = keptOf(payload);
  const isTheirs =
    figures && createHash("sha256").update(figures.lines.join("\n")).digest("hex") === figures.sha256;
  return { kind, asOf, size, digest: isTheirs ? figures.sha256.slice(0, 12) : null };
}

/**
 * What stood on the sheet of paper with this head, line by line, for whoever may print it themselves; a line
 * that begins with `#` names columns. `null`: none that they may see.
 */
export async function figuresOnPaper(ctx: Ctx, head: HeadOnPaper): Promise<string[] | null> {
  const event = await eventOf(ctx.db, head);
  if (event?.verb !== "print.run" || !may(ctx.actor, "print.run", { divisionCode: event.divisionCode }))
    return null;
  return keptOf(event.payload).figures?.lines ?? null;
}

const anchorIn = ({ seq, hash }: Anchor): Anchor => ({ seq, hash });

const stretch = 1000;

/**
 * Walks the whole chain, a stretch at a time, and names the first event that does not hold. A cut tail or an
 * older copy leaves a sound chain behind: only `anchors` notice it (`why: "anchor"`: the event they name is
 * not there, or is another).
 */
export async function verifyTrail(db: Reader, anchors: readonly Anchor[] = []): Promise<Verdict> {
  let head: Anchor & { hashedBy?: string | null } = { seq: 0, hash: origin };
  let events = 0;
  let missed = anchors.filter((anchor) => anchor.seq > 0);
  for (;;) {
    const after = events === 0 ? undefined : gt(auditEvents.seq, head.seq); // at first whatever is lowest: nobody hides a row below 1
    const rows = await db
      .select()
      .from(auditEvents)
      .where(after)
      .orderBy(asc(auditEvents.seq))
      .limit(stretch);
    const last = rows.at(-1);
    if (!last) break;
    const broken = firstBreak(rows, head);
    if (broken)
      return {
        events: events + rows.findIndex((row) => row.seq === broken.seq),
        head: anchorIn(head),
        broken,
      };
    const hashes = new Map(rows.map((row) => [row.seq, row.hash]));
    missed = missed.filter((anchor) => !hashes.get(anchor.seq)?.startsWith(anchor.hash));
    events += rows.length;
    head = last;
  }
  const [first] = missed.toSorted((a, b) => a.seq - b.seq);
  return { events, head: anchorIn(head), broken: first ? { seq: first.seq, why: "anchor" } : null };
}
