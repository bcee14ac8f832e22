import { and, eq, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { comments, meetings } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { headOf, record } from "#lib/audit/store/record.ts";
import type { Actor } from "#lib/core/actor.ts";
import { covers } from "#lib/core/actor.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, provenanceOf } from "#lib/core/context.ts";
import { Conflict, Refused } from "#lib/core/errors.ts";
import { divisionOf, villageById } from "#lib/divisions/queries/divisions.ts";
import { requireProject, subjectOf } from "#lib/projects/store/project.ts";
import type { EndMeeting, StartMeeting, WriteComment } from "../input.ts";
import { type Meeting, meetingById } from "../queries/meetings.ts";

/**
 * Starts a meeting before the board of a division. What it shows is what had been recorded before this
 * moment; it carries the trail's head as it stood then.
 * @throws {Refused} `meeting.running` while the division has one that has not ended, `meeting.ofAVillage`.
 */
export function startMeeting(ctx: Ctx, input: StartMeeting): Promise<{ id: number }> {
  return once(ctx, "meeting.start", input, async (tx) => {
    const division = await divisionOf(tx, ctx.actor, input.node);
    authorize(ctx.actor, "meeting.start", { divisionCode: division.code });
    if (division.level === "village") throw new Refused("meeting.ofAVillage");
    const [running] = await tx
      .select()
      .from(meetings)
      .where(and(eq(meetings.divisionId, division.id), isNull(meetings.endedAt)));
    if (running)
      throw new Refused("meeting.running", {
        title: running.title,
        name: running.personName,
        at: running.startedAt,
      });

    const startedAt = ctx.now.toISOString();
    const { seq: headSeq, hash: headHash } = await headOf(tx);
    const values = { divisionId: division.id, title: input.title, startedAt, headSeq, headHash };
    const [made] = await tx
      .insert(meetings)
      .values({ ...values, personId: ctx.actor.id, personName: ctx.actor.name })
      .returning({ id: meetings.id });
    const id = made?.id ?? 0;
    await record(tx, ctx, "meeting.start", aboutMeeting({ id, title: input.title, division }), {
      after: { title: input.title, headSeq, headHash },
    });
    return { id };
  });
}

/**
 * Ends a meeting with what it concluded, once and for all.
 * @throws {Refused} `meeting.ended`; {Conflict} when it changed since `version` was read.
 */
export function endMeeting(ctx: Ctx, input: EndMeeting): Promise<{ id: number }> {
  return once(ctx, "meeting.end", input, async (tx) => {
    const meeting = await meetingById(tx, ctx.actor, input.meetingId);
    authorize(ctx.actor, "meeting.end", { divisionCode: meeting.division.code });
    if (meeting.endedAt !== null)
      throw new Refused("meeting.ended", { name: meeting.updatedBy ?? "", at: meeting.endedAt });
    const { conclusion } = input;
    const [saved] = await tx
      .update(meetings)
      .set({
        conclusion,
        endedAt: ctx.now.toISOString(),
        updatedBy: ctx.actor.name,
        updatedAt: ctx.now.toISOString(),
        version: input.version + 1,
      })
      .where(and(eq(meetings.id, meeting.id), eq(meetings.version, input.version), isNull(meetings.endedAt)))
      .returning({ id: meetings.id });
    if (!saved)
      throw new Conflict(
        { conclusion: meeting.conclusion, version: meeting.version },
        { name: meeting.updatedBy ?? "", at: meeting.updatedAt ?? "" },
      );
    await record(tx, ctx, "meeting.end", aboutMeeting(meeting), { after: { conclusion } });
    return { id: meeting.id };
  });
}

/**
 * 点评: pins a comment to a project or a village, in a meeting that is running or outside of any. It is never
 * edited or taken away.
 * @throws {Refused} `meeting.oneSubject` unless exactly one of the two is named, `meeting.ended`,
 * `meeting.elsewhere` when the subject lies outside the meeting's division.
 */
export function writeComment(ctx: Ctx, input: WriteComment): Promise<{ id: number }> {
  return once(ctx, "comment.write", input, async (tx) => {
    const subject = await subjectOfComment(tx, ctx.actor, input);
    authorize(ctx.actor, "comment.write", { divisionCode: subject.divisionCode });
    const meeting =
      input.meetingId === undefined ? undefined : await meetingById(tx, ctx.actor, input.meetingId);
    if (meeting) requireRunningAbove(meeting, subject);
    const [made] = await tx
      .insert(comments)
      .values({
        meetingId: meeting?.id ?? null,
        projectId: input.projectId ?? null,
        villageId: input.villageId ?? null,
        text: input.text,
        personId: ctx.actor.id,
        personName: ctx.actor.name,
        recordedAt: ctx.now.toISOString(),
        provenance: provenanceOf(ctx),
      })
      .returning({ id: comments.id });
    const id = made?.id ?? 0;
    await record(tx, ctx, "comment.write", subject, {
      after: {
        comment: input.text,
        ...(meeting && { meeting: meeting.title, meetingId: meeting.id }),
        commentId: id,
      },
    });
    return { id };
  });
}

async function subjectOfComment(
  db: Reader,
  actor: Actor,
  { projectId, villageId }: WriteComment,
): Promise<Subject> {
  if (projectId !== undefined && villageId === undefined)
    return subjectOf(await requireProject(db, actor, projectId));
  if (villageId === undefined || projectId !== undefined) throw new Refused("meeting.oneSubject");
  const village = await villageById(db, actor, villageId);
  return { type: "village", id: village.id, name: village.shortName, divisionCode: village.code };
}

function requireRunningAbove(meeting: Meeting, subject: Subject): void {
  if (meeting.endedAt !== null)
    throw new Refused("meeting.ended", { name: meeting.updatedBy ?? "", at: meeting.endedAt });
  if (!covers(meeting.division, subject.divisionCode))
    throw new Refused("meeting.elsewhere", { place: meeting.division.shortName });
}

const aboutMeeting = ({
  id,
  title,
  division,
}: Pick<Meeting, "id" | "title"> & { division: { code: string } }): Subject => ({
  type: "meeting",
  id,
  name: title,
  divisionCode: division.code,
});
