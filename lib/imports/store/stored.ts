import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { divisions, type IntakeKind, intakes } from "#db/schema/index.ts";
import type { Verb } from "#lib/access/policy.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Conflict, NotFound } from "#lib/core/errors.ts";
import { townOf } from "#lib/income/store/postings.ts";
import type { Content, Whose } from "../forms/sheet-form.ts";
import type { DiffRow, Sentence } from "../rules/diff.ts";

// A file's row, from its arrival to its confirmation.

export type IntakeRow = typeof intakes.$inferSelect;
/**
 * What became of a confirmed file: its rows as they were judged, and the lines of those that were taken over.
 */
export type Outcome = { at: string; rows: DiffRow[]; taken: number[] };
export type Intake = Omit<IntakeRow, "content" | "outcome"> & {
  content: Content | null;
  refused: Sentence | null;
  outcome: Outcome | null;
  whose: Whose;
  /** Where it is about. */
  place: { code: string; name: string };
};

/** What one may do with a file of a kind: a register is the office's. */
export const verbOf = (
  kind: IntakeKind,
  verb: "intake.upload" | "intake.cancel" | "intake.confirm" | "intake.answer",
): Verb => (kind === "projects" || kind === "villages" ? "register.import" : verb);

/** A file that the actor sent in; others' are none of theirs. @throws {NotFound} */
export async function requireIntake(db: Reader, ctx: Ctx, id: number): Promise<Intake> {
  const [row] = await db
    .select()
    .from(intakes)
    .where(and(eq(intakes.id, id), eq(intakes.personId, ctx.actor.id ?? 0)));
  if (!row) throw new NotFound(`intake ${id}`);
  const town = row.townId === null ? null : await townOf(db, ctx.actor, row.townId);
  const [scope] = await db.select().from(divisions).where(eq(divisions.id, ctx.actor.scope.id));
  const content = row.content as (Content & { refused?: undefined }) | { refused: Sentence } | null;
  return {
    ...row,
    content: content && !content.refused ? content : null,
    refused: content?.refused ?? null,
    outcome: row.outcome as Outcome | null,
    whose: { town, month: row.month },
    place: town ?? {
      code: scope?.code ?? ctx.actor.scope.code,
      name: scope?.shortName ?? ctx.actor.scope.name,
    },
  };
}

export const subjectOf = (intake: Intake): Subject => ({
  type: "intake",
  id: intake.id,
  name: intake.fileName,
  divisionCode: intake.place.code,
});

type New = Pick<typeof intakes.$inferInsert, "kind" | "townId" | "month" | "fileName" | "sha256">;

/** A file that has just arrived. */
export async function insertIntake(tx: Tx, ctx: Ctx, given: New): Promise<number> {
  const at = ctx.now.toISOString();
  const person = { personId: ctx.actor.id ?? 0, personName: ctx.actor.name };
  const [made] = await tx
    .insert(intakes)
    .values({ ...given, ...person, state: "reading", createdAt: at, updatedAt: at })
    .returning({ id: intakes.id });
  return made?.id as number;
}

/** @throws {Conflict} where it moved meanwhile, in another window. */
export async function moveIntake(
  tx: Tx,
  ctx: Ctx,
  intake: Intake,
  values: Partial<typeof intakes.$inferInsert>,
): Promise<void> {
  const moved = await tx
    .update(intakes)
    .set({ ...values, updatedAt: ctx.now.toISOString(), version: intake.version + 1 })
    .where(and(eq(intakes.id, intake.id), eq(intakes.version, intake.version)))
    .returning({ id: intakes.id });
  if (moved.length === 0) throw new Conflict({}, { name: intake.personName, at: intake.updatedAt });
}

/** Is the file still to be read? */
export async function isReading(db: Reader, id: number): Promise<boolean> {
  const [row] = await db.select({ state: intakes.state }).from(intakes).where(eq(intakes.id, id));
  return row?.state === "reading";
}
