import { and, eq, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { comments, meetings } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { headOf } from "#lib/audit/store/record.ts";
import type { Actor } from "#lib/core/actor.ts";
import { covers } from "#lib/core/actor.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { provenanceOf } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { divisionOf, villageById } from "#lib/divisions/queries/divisions.ts";
import { requireProject, subjectOf } from "#lib/projects/store/project.ts";
import type { EndMeeting, StartMeeting, WriteComment } from "../input.ts";
import { type Meeting, meetingById } from "../queries/meetings.ts";

/**
 * Starts a meeting before the board of a division. What it shows is what had been recorded before this
 * moment; it carries the trail's head as it stood then.
 * @throws {Refused} `meeting.running` while the division has one that has not ended, `meeting.ofAVillage`.
 */
export const startMeeting = defineCommand({
  verb: "meeting.start",
  input: takes<StartMeeting>(),
  load: (tx, { actor }, { input }) => divisionOf(tx, actor, input.node),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: division }) {
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
    const subject = aboutMeeting({ id, title: input.title, division });
    return { result: { id }, audit: { subject, after: { title: input.title, headSeq, headHash } } };
  },
});

/**
 * Ends a meeting with what it concluded, once and for all.
 * @throws {Refused} `meeting.ended`; {Conflict} when it changed since `version` was read.
 */
export const endMeeting = defineCommand({
  verb: "meeting.end",
  input: takes<EndMeeting>(),
  load: (tx, { actor }, { input }) => meetingById(tx, actor, input.meetingId),
  place: ({ division }) => ({ divisionCode: division.code }),
  version(meeting) {
    requireRunning(meeting);
    return {
      version: meeting.version,
      by: { name: meeting.updatedBy ?? "", at: meeting.updatedAt ?? "" },
      current: { conclusion: meeting.conclusion },
    };
  },
  async work(tx, ctx, { input: { conclusion }, loaded: meeting }) {
    const [at, version] = [ctx.now.toISOString(), meeting.version + 1];
    await tx
      .update(meetings)
      .set({ conclusion, endedAt: at, updatedBy: ctx.actor.name, updatedAt: at, version })
      .where(eq(meetings.id, meeting.id));
    return { result: { id: meeting.id }, audit: { subject: aboutMeeting(meeting), after: { conclusion } } };
  },
});

/**
 * 点评: pins a comment to a project or a village, in a meeting that is running or outside of any. It is never
 * edited or taken away.
 * @throws {Refused} `meeting.oneSubject` unless exactly one of the two is named, `meeting.ended`,
 * `meeting.elsewhere` when the subject lies outside the meeting's division.
 */
export const writeComment = defineCommand({
  verb: "comment.write",
  input: takes<WriteComment>(),
  load: (tx, { actor }, { input }) => subjectOfComment(tx, actor, input),
  place: ({ divisionCode }) => ({ divisionCode }),
  async work(tx, ctx, { input, loaded: subject }) {
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
    const within = meeting && { meeting: meeting.title, meetingId: meeting.id };
    return {
      result: { id },
      audit: { subject, after: { comment: input.text, ...within, commentId: id } },
    };
  },
});

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

function requireRunning({ endedAt, updatedBy }: Meeting): void {
  if (endedAt !== null) throw new Refused("meeting.ended", { name: updatedBy ?? "", at: endedAt });
}

function requireRunningAbove(meeting: Meeting, subject: Subject): void {
  requireRunning(meeting);
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
