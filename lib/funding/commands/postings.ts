import { and, asc, eq, isNull, ne, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Tx } from "#db/client.ts";
import { divisions, fundingPostings, type Movement, projects } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { type Ctx, provenanceOf, today } from "#lib/core/context.ts";
import { monthOfDay, yearOfMonth } from "#lib/core/dates.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { requireOpen, takenBackOn } from "#lib/periods/queries/gate.ts";
import type { PostFunding, ReverseFunding } from "../input.ts";
import { acceptedOn, modeOf } from "../queries/positions.ts";
import { mayMove, movementOf, needsDocument } from "../rules/movement.ts";
import { awaitsAcceptance, isTownsOwn, type Over, overBy } from "../rules/stage-order.ts";
import { explainAsPosted } from "../store/exception-history.ts";
import { type Project, postedOn, requireOneListing, sumsOf } from "../store/postings.ts";
import { addToYears } from "../store/rollup.ts";

type Posting = typeof fundingPostings.$inferSelect;

/**
 * Posts money of a project to one stage, adjusts a plan or an allotment, or takes money back; returns the
 * posting's id.
 * @throws {Refused} `month…` when the month is closed, and under `funding.`: `future`, `officeStage`,
 * `postOnPhysical`, `notPositive`, `notMovable`, `noteRequired`, `documentRequired`, `belowZero`;
 * `sameDocument`, `documentElsewhere`, `order` and `beforeAcceptance` unless an explanation is given.
 */
export const postFunding = defineCommand({
  verb: "funding.post",
  input: takes<PostFunding>(),
  load: (tx, ctx, { input }) => postedOn(tx, ctx, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  async work(tx, ctx, { input, loaded: project }) {
    if (input.onDay > today(ctx)) throw new Refused("funding.future", { today: today(ctx) }, "onDay");
    await requireOpen(tx, ctx, project.townId, monthOfDay(input.onDay), "onDay");
    await requireOneListing(tx, project);
    if (ctx.actor.role === "town" && !isTownsOwn(input.stage, input.source)) {
      throw new Refused("funding.officeStage", { stage: input.stage }, "stage");
    }
    if (input.amountFen <= 0) throw new Refused("funding.notPositive", {}, "amountFen");
    const { key: _, change = "ordinary", ...given } = input;
    const moved = { ...given, ...movementOf(change, input.amountFen) };
    requireSensible(moved);
    const { same, over, early } = await brokenBy(tx, project, moved);
    const breaks = Boolean(same || over || early);
    const posting = await insert(tx, ctx, project, { ...moved, ...wordsOf(moved, breaks), reversesId: null });
    if (breaks) {
      await explainAsPosted(tx, ctx, project.id, input.explanation, (exception) => {
        if (exception.source !== posting.source) return false;
        if (exception.kind === "sameDocument")
          return same !== undefined && exception.postingIds.includes(posting.id);
        if (exception.limit === "acceptance") return early;
        return exception.limit !== null && exception.stage === over?.stage && exception.limit === over.limit;
      });
    }
    const broken = { over, sameDocumentAs: same?.id ?? null, ...(early && { beforeAcceptance: true }) };
    return {
      result: { id: posting.id },
      audit: { subject: subjectOf(posting, project), after: { ...shown(posting), ...broken } },
    };
  },
});

/**
 * 红冲: takes a posting back by its opposite. It belongs to the posting's own day while that month is open,
 * else to today, so that a month that was filed keeps what was read out.
 * @throws {Refused} `month…` when the month is closed, or the posting's was settled without it, and under
 * `funding.`: `isReversal`, `alreadyReversed`, `officeStage`, `belowZero`, `reversalOrder`.
 */
export const reverseFunding = defineCommand({
  verb: "funding.reverse",
  input: takes<ReverseFunding>(),
  async load(tx, ctx, { input }) {
    const [posting] = await tx.select().from(fundingPostings).where(eq(fundingPostings.id, input.postingId));
    if (!posting) throw new NotFound(`funding posting ${input.postingId}`);
    return { posting, project: await postedOn(tx, ctx, posting.projectId) };
  },
  place: ({ project }) => ({ divisionCode: project.townCode }),
  async work(tx, ctx, { input, loaded: { posting, project } }) {
    if (ctx.actor.role === "town" && !isTownsOwn(posting.stage, posting.source))
      throw new Refused("funding.officeStage", { stage: posting.stage });
    if (posting.reversesId !== null) throw new Refused("funding.isReversal");
    const [earlier] = await tx
      .select()
      .from(fundingPostings)
      .where(eq(fundingPostings.reversesId, posting.id));
    if (earlier)
      throw new Refused("funding.alreadyReversed", { name: earlier.personName, onDay: earlier.onDay });
    const onDay = await takenBackOn(tx, ctx, project.townId, posting);
    await requireOpen(tx, ctx, project.townId, monthOfDay(onDay));
    const sums = await sumsOf(tx, project.id, posting.source);
    if (sums[posting.stage] < posting.amountFen)
      throw new Refused("funding.belowZero", { stage: posting.stage, standingFen: sums[posting.stage] });
    const over = overBy(
      sums,
      posting.stage,
      -posting.amountFen,
      await modeOf(tx, posting.projectId, posting.source),
    );
    if (over) throw new Refused("funding.reversalOrder", over);

    const reversal = await insert(tx, ctx, project, {
      projectId: posting.projectId,
      stage: posting.stage,
      source: posting.source,
      movement: posting.movement,
      documentNo: posting.documentNo,
      amountFen: -posting.amountFen,
      onDay,
      note: input.reason,
      explanation: "",
      reversesId: posting.id,
    });
    return {
      result: { id: reversal.id },
      audit: {
        subject: subjectOf(posting, project),
        before: shown(posting),
        after: shown(reversal),
        reason: input.reason,
      },
    };
  },
});

type Moved = Omit<PostFunding, "key" | "change"> & { movement: Movement };

function requireSensible({ stage, movement, documentNo, note }: Moved) {
  if (!mayMove(movement, stage)) throw new Refused("funding.notMovable", { movement, stage }, "change");
  if (note === "" && movement !== "ordinary") throw new Refused("funding.noteRequired", { movement }, "note");
  if (documentNo === "" && needsDocument(stage, movement))
    throw new Refused("funding.documentRequired", { stage, movement }, "documentNo");
}

/**
 * What a posting breaks, of which its explanation is the way through: the same paper again, the order of
 * stages, money ahead of its acceptance. Nothing goes below zero, whatever is said.
 */
async function brokenBy(
  tx: Tx,
  project: Project,
  moved: Moved,
): Promise<{ same: Same | undefined; over: Over | null; early: boolean }> {
  const { stage, source, amountFen, explanation } = moved;
  const sums = await sumsOf(tx, project.id, source);
  if (sums[stage] + amountFen < 0)
    throw new Refused("funding.belowZero", { stage, standingFen: sums[stage] }, "amountFen");
  const same = await sameDocument(tx, project, moved);
  if (same && !explanation) {
    const { documentNo, onDay, amountFen: sameFen } = same;
    if (same.projectId !== project.id)
      throw new Refused("funding.documentElsewhere", { documentNo }, "documentNo");
    throw new Refused("funding.sameDocument", { documentNo, onDay, amountFen: sameFen }, "documentNo");
  }
  const mode = await modeOf(tx, project.id, source);
  const over = overBy(sums, stage, amountFen, mode);
  if (over && !explanation) throw new Refused("funding.order", over, "amountFen");
  const accepted =
    mode === "reimbursement" && stage === "disburse" ? await acceptedOn(tx, project.id) : undefined;
  const early = amountFen > 0 && awaitsAcceptance(mode, stage, moved.onDay, accepted);
  if (early && !explanation)
    throw new Refused("funding.beforeAcceptance", { acceptedOn: accepted ?? "none" }, "onDay");
  return { same, over, early };
}

type Same = Pick<Posting, "id" | "projectId" | "documentNo" | "onDay" | "amountFen">;

/**
 * A standing posting that rests on the same paper: of the same project, stage and source, moved the same way;
 * or, for spending, of another project of the county, in whatever town.
 */
async function sameDocument(tx: Tx, project: Project, moved: Moved): Promise<Same | undefined> {
  const { stage, source, movement, documentNo } = moved;
  if (documentNo === "") return undefined;
  const reversal = alias(fundingPostings, "reversal");
  const here = and(eq(fundingPostings.projectId, project.id), eq(fundingPostings.source, source));
  const elsewhere =
    stage === "spend" && movement === "ordinary" && project.countyId !== null
      ? and(eq(divisions.parentId, project.countyId), ne(fundingPostings.projectId, project.id))
      : undefined;
  const rows = await tx
    .select({
      id: fundingPostings.id,
      projectId: fundingPostings.projectId,
      documentNo: fundingPostings.documentNo,
      onDay: fundingPostings.onDay,
      amountFen: fundingPostings.amountFen,
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(reversal, eq(reversal.reversesId, fundingPostings.id))
    .where(
      and(
        elsewhere ? or(here, elsewhere) : here,
        eq(fundingPostings.stage, stage),
        eq(fundingPostings.movement, movement),
        eq(fundingPostings.documentNo, documentNo),
        isNull(fundingPostings.reversesId),
        isNull(reversal.id),
      ),
    )
    .orderBy(asc(fundingPostings.id));
  return rows.find((row) => row.projectId === project.id) ?? rows[0];
}

/** An explanation marks an exception: what was explained without need is kept as a note. */
const wordsOf = ({ note, explanation }: { note: string; explanation: string }, isException: boolean) =>
  isException
    ? { note, explanation }
    : { note: [note, explanation].filter(Boolean).join("；"), explanation: "" };

type New = Omit<
  typeof fundingPostings.$inferInsert,
  "id" | "year" | "personId" | "personName" | "recordedAt" | "provenance"
>;

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
  ...(posting.movement !== "ordinary" && { movement: posting.movement }),
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
