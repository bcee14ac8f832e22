import { and, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Reader, Tx } from "#db/client.ts";
import { divisions, fundingPostings, projects } from "#db/schema/index.ts";
import { total, under } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import { record } from "../audit/record.ts";
import { type Ctx, once, provenanceOf, today } from "../context.ts";
import { NotFound, Refused } from "../errors.ts";
import { closedBecause, requireOpen } from "../filing/queries.ts";
import { monthOfDay, yearOfMonth } from "../period.ts";
import type { PostFunding, ReverseFunding } from "./input.ts";
import { type ByStage, isTownsOwn, needsDocument, noMoney, overBy } from "./order.ts";
import { addToYears } from "./years.ts";

type Posting = typeof fundingPostings.$inferSelect;
type Project = { id: number; number: string; name: string; sameAsId: number | null; townId: number; townCode: string; countyId: number | null };

/**
 * Posts money of a project to one stage; returns the posting's id.
 * @throws {Refused} `month…` when the month is closed, and under `funding.`: `future`, `officeStage`, `postOnPhysical`, `notPositive`,
 * `cutNeedsNote`, `planBelowZero`, `documentRequired`; `sameDocument` and `order` unless an explanation is given.
 */
export function postFunding(ctx: Ctx, input: PostFunding): Promise<{ id: number }> {
  return once(ctx, "funding.post", input, async (tx) => {
    const project = await projectOf(tx, ctx, input.projectId);
    authorize(ctx.actor, "funding.post", { divisionCode: project.townCode });
    if (input.onDay > today(ctx)) throw new Refused("funding.future", { today: today(ctx) }, "onDay");
    await requireOpen(tx, ctx, project.townId, monthOfDay(input.onDay), "onDay");
    await requirePhysical(tx, project);
    if (ctx.actor.role === "town" && !isTownsOwn(input.stage, input.source)) {
      throw new Refused("funding.officeStage", { stage: input.stage }, "stage");
    }
    requireSensible(input);
    const same = await sameDocument(tx, input);
    if (same && !input.explanation) {
      throw new Refused("funding.sameDocument", { documentNo: same.documentNo, onDay: same.onDay, amountFen: same.amountFen }, "documentNo");
    }
    const sums = await sumsOf(tx, project.id, input.source);
    if (input.stage === "plan" && sums.plan + input.amountFen < 0) throw new Refused("funding.planBelowZero", { planFen: sums.plan }, "amountFen");
    const over = overBy(sums, input.stage, input.amountFen);
    if (over && !input.explanation) throw new Refused("funding.order", over, "amountFen");

    const { key: _, ...given } = input;
    const posting = await insert(tx, ctx, project, { ...given, ...wordsOf(given, Boolean(same || over)), reversesId: null });
    await record(tx, ctx, "funding.post", subjectOf(posting, project), { after: { ...shown(posting), over, sameDocumentAs: same?.id ?? null } });
    return { id: posting.id };
  });
}

/**
 * 红冲: takes a posting back by its opposite. It belongs to the posting's own day while that month is open, else to today,
 * so that a month that was filed keeps what was read out.
 * @throws {Refused} `month…` when the month is closed, and under `funding.`: `isReversal`, `alreadyReversed`, `officeStage`, `planBelowZero`, `order`.
 */
export function reverseFunding(ctx: Ctx, input: ReverseFunding): Promise<{ id: number }> {
  return once(ctx, "funding.reverse", input, async (tx) => {
    const [posting] = await tx.select().from(fundingPostings).where(eq(fundingPostings.id, input.postingId));
    if (!posting) throw new NotFound(`funding posting ${input.postingId}`);
    const project = await projectOf(tx, ctx, posting.projectId);
    authorize(ctx.actor, "funding.reverse", { divisionCode: project.townCode });
    if (ctx.actor.role === "town" && !isTownsOwn(posting.stage, posting.source)) throw new Refused("funding.officeStage", { stage: posting.stage });
    if (posting.reversesId !== null) throw new Refused("funding.isReversal");
    const [earlier] = await tx.select().from(fundingPostings).where(eq(fundingPostings.reversesId, posting.id));
    if (earlier) throw new Refused("funding.alreadyReversed", { name: earlier.personName, onDay: earlier.onDay });
    const onDay = (await closedBecause(tx, ctx, project.townId, monthOfDay(posting.onDay))) ? today(ctx) : posting.onDay;
    await requireOpen(tx, ctx, project.townId, monthOfDay(onDay));
    const sums = await sumsOf(tx, project.id, posting.source);
    if (posting.stage === "plan" && sums.plan < posting.amountFen) throw new Refused("funding.planBelowZero", { planFen: sums.plan });
    const over = overBy(sums, posting.stage, -posting.amountFen);
    if (over) throw new Refused("funding.reversalOrder", over);

    const reversal = await insert(tx, ctx, project, {
      projectId: posting.projectId,
      stage: posting.stage,
      source: posting.source,
      documentNo: posting.documentNo,
      amountFen: -posting.amountFen,
      onDay,
      note: input.reason,
      explanation: "",
      reversesId: posting.id,
    });
    await record(tx, ctx, "funding.reverse", subjectOf(posting, project), { before: shown(posting), after: shown(reversal), reason: input.reason });
    return { id: reversal.id };
  });
}

async function projectOf(tx: Tx, ctx: Ctx, id: number): Promise<Project> {
  const [row] = await tx
    .select({
      id: projects.id,
      number: projects.number,
      name: projects.name,
      sameAsId: projects.sameAsId,
      townId: projects.townId,
      townCode: divisions.code,
      countyId: divisions.parentId,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(eq(projects.id, id), under(divisions.code, ctx.actor.scope)));
  if (!row) throw new NotFound(`project ${id}`);
  return row;
}

/** A key project that is the same thing as a village project holds no money of its own, so that no fen counts twice. */
async function requirePhysical(tx: Tx, project: Project) {
  if (project.sameAsId === null) return;
  const [physical] = await tx.select().from(projects).where(eq(projects.id, project.sameAsId));
  throw new Refused("funding.postOnPhysical", { number: physical?.number ?? "", name: physical?.name ?? "" }, "projectId");
}

function requireSensible({ stage, amountFen, documentNo, note }: PostFunding) {
  if (amountFen === 0 || (amountFen < 0 && stage !== "plan")) throw new Refused("funding.notPositive", {}, "amountFen");
  if (amountFen < 0 && note === "") throw new Refused("funding.cutNeedsNote", {}, "note");
  if (documentNo === "" && needsDocument(stage)) throw new Refused("funding.documentRequired", { stage }, "documentNo");
}

/** A posting of the same project, stage and source that rests on the same paper and still stands. */
async function sameDocument(tx: Tx, { projectId, stage, source, documentNo }: PostFunding): Promise<Posting | undefined> {
  if (documentNo === "") return undefined;
  const reversal = alias(fundingPostings, "reversal");
  const [row] = await tx
    .select({ posting: fundingPostings })
    .from(fundingPostings)
    .leftJoin(reversal, eq(reversal.reversesId, fundingPostings.id))
    .where(
      and(
        eq(fundingPostings.projectId, projectId),
        eq(fundingPostings.stage, stage),
        eq(fundingPostings.source, source),
        eq(fundingPostings.documentNo, documentNo),
        isNull(fundingPostings.reversesId),
        isNull(reversal.id),
      ),
    )
    .limit(1);
  return row?.posting;
}

async function sumsOf(tx: Reader, projectId: number, source: Posting["source"]): Promise<ByStage> {
  const rows = await tx
    .select({ stage: fundingPostings.stage, fen: total(fundingPostings.amountFen) })
    .from(fundingPostings)
    .where(and(eq(fundingPostings.projectId, projectId), eq(fundingPostings.source, source)))
    .groupBy(fundingPostings.stage);
  return Object.assign(noMoney(), Object.fromEntries(rows.map((row) => [row.stage, row.fen])));
}

/** An explanation marks an exception: what was explained without need is kept as a note. */
const wordsOf = ({ note, explanation }: { note: string; explanation: string }, isException: boolean) =>
  isException ? { note, explanation } : { note: [note, explanation].filter(Boolean).join("；"), explanation: "" };

type New = Omit<typeof fundingPostings.$inferInsert, "id" | "year" | "personId" | "personName" | "recordedAt" | "provenance">;

async function insert(tx: Tx, ctx: Ctx, project: Project, posting: New): Promise<Posting> {
  const [made] = await tx
    .insert(fundingPostings)
    .values({
      ...posting,
      year: yearOfMonth(monthOfDay(posting.onDay)),
      personId: ctx.actor.id,
      personName: ctx.actor.name,
      recordedAt: ctx.now.toISOString(),
      provenance: provenanceOf(ctx),
    })
    .returning();
  if (!made) throw new Error("The posting was not inserted");
  await addToYears(tx, [project.townId, project.countyId], made);
  return made;
}

const shown = (posting: Posting) => ({
  id: posting.id,
  projectId: posting.projectId,
  stage: posting.stage,
  source: posting.source,
  amountFen: posting.amountFen,
  onDay: posting.onDay,
  documentNo: posting.documentNo,
  note: posting.note,
  explanation: posting.explanation,
  reversesId: posting.reversesId,
});

const subjectOf = (posting: Posting, project: Project) => ({
  type: "funding" as const,
  id: posting.id,
  name: `${project.number} ${project.name}`,
  divisionCode: project.townCode,
});
