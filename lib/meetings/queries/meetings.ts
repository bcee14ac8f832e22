import { and, asc, desc, eq, gt, inArray, isNull, lt } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Reader } from "#db/client.ts";
import { auditEvents, comments, divisions, type Level, meetings, projects } from "#db/schema/index.ts";
import { count, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Board, boardOf } from "#lib/board/queries/board.ts";
import { asListed, type BoardProject, type BoardTile, isRunning } from "#lib/board/rules/board-projects.ts";
import type { Actor } from "#lib/core/actor.ts";
import { covers } from "#lib/core/actor.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { asRecordedBefore, type Ctx, today } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { statusesOf } from "#lib/projects/queries/status.ts";
import { type AgendaItem, agendaOf, isAbout } from "../rules/agenda.ts";

export type Meeting = typeof meetings.$inferSelect & {
  division: { id: number; code: string; level: Level; name: string; shortName: string };
};

const meetingRows = (db: Reader) =>
  db
    .select({
      meeting: meetings,
      division: {
        id: divisions.id,
        code: divisions.code,
        level: divisions.level,
        name: divisions.name,
        shortName: divisions.shortName,
      },
    })
    .from(meetings)
    .innerJoin(divisions, eq(divisions.id, meetings.divisionId));

/** The meeting with `id` if its division lies in the actor's scope. @throws {NotFound} */
export async function meetingById(db: Reader, actor: Actor, id: number): Promise<Meeting> {
  const [row] = await meetingRows(db).where(and(eq(meetings.id, id), under(divisions.code, actor.scope)));
  if (!row) throw new NotFound(`meeting ${id}`);
  return { ...row.meeting, division: row.division };
}

/**
 * The meetings held at or below a division, newest first, each with how many comments were made in it.
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function meetingsOf(
  ctx: Ctx,
  node?: string,
): Promise<{ node: Division; meetings: (Meeting & { comments: number })[] }> {
  const { db, actor } = ctx;
  authorize(actor, "board.read");
  const at = node ? await divisionOf(db, actor, node) : await divisionById(db, actor, actor.scope.id);
  const rows = await meetingRows(db).where(under(divisions.code, at)).orderBy(desc(meetings.id));
  const tally = await db
    .select({ meetingId: comments.meetingId, made: count() })
    .from(comments)
    .innerJoin(meetings, eq(meetings.id, comments.meetingId))
    .innerJoin(divisions, eq(divisions.id, meetings.divisionId))
    .where(under(divisions.code, at))
    .groupBy(comments.meetingId);
  const made = new Map(tally.map((row) => [row.meetingId, row.made]));
  return {
    node: at,
    meetings: rows.map(({ meeting, division }) => ({
      ...meeting,
      division,
      comments: made.get(meeting.id) ?? 0,
    })),
  };
}

/**
 * The meetings that are running above `code`, as far as the actor sees them: where a comment on what lies
 * there may be minuted.
 */
export async function runningAbove(ctx: Ctx, code: string): Promise<Meeting[]> {
  const rows = await meetingRows(ctx.db)
    .where(and(isNull(meetings.endedAt), under(divisions.code, ctx.actor.scope)))
    .orderBy(desc(meetings.id));
  return rows
    .filter(({ division }) => covers(division, code))
    .map(({ meeting, division }) => ({ ...meeting, division }));
}

/** The same eyes at the moment the meeting was started: what was recorded from then on does not count. */
export const frozen = (ctx: Ctx, { startedAt }: Pick<Meeting, "startedAt">): Ctx =>
  asRecordedBefore(ctx, startedAt, new Date(startedAt));

export type Comment = typeof comments.$inferSelect & {
  /** What it is pinned to. */
  name: string;
  /** The meeting that it was made in; `inScope` where the reader may open it. */
  meeting: { id: number; title: string; inScope: boolean } | null;
};

/** Comments within the actor's scope, oldest first. */
async function commentsWhere(ctx: Ctx, where: ReturnType<typeof eq>): Promise<Comment[]> {
  const [place, town] = [alias(divisions, "meeting_place"), alias(divisions, "project_town")];
  const rows = await ctx.db
    .select({
      comment: comments,
      village: divisions.shortName,
      villageCode: divisions.code,
      project: projects.name,
      townCode: town.code,
      title: meetings.title,
      placeCode: place.code,
    })
    .from(comments)
    .leftJoin(divisions, eq(divisions.id, comments.villageId))
    .leftJoin(projects, eq(projects.id, comments.projectId))
    .leftJoin(town, eq(town.id, projects.townId))
    .leftJoin(meetings, eq(meetings.id, comments.meetingId))
    .leftJoin(place, eq(place.id, meetings.divisionId))
    .where(where)
    .orderBy(asc(comments.id));
  const mine = (code: string | null) => code !== null && covers(ctx.actor.scope, code);
  return rows
    .filter((row) => mine(row.villageCode ?? row.townCode))
    .map(({ comment, village, project, title, placeCode }) => ({
      ...comment,
      name: village ?? project ?? "",
      meeting:
        comment.meetingId === null
          ? null
          : { id: comment.meetingId, title: title ?? "", inScope: mine(placeCode) },
    }));
}

/** What was said of a project or village, newest first. Empty outside the actor's scope. */
export async function commentsOn(
  ctx: Ctx,
  subject: { projectId: number } | { villageId: number },
): Promise<Comment[]> {
  authorize(ctx.actor, "board.read");
  const about =
    "projectId" in subject
      ? eq(comments.projectId, subject.projectId)
      : eq(comments.villageId, subject.villageId);
  return (await commentsWhere(ctx, about)).toReversed();
}

type Item = AgendaItem<BoardProject, BoardTile>;

export type MeetingRoom = {
  meeting: Meeting;
  /** Frozen at the meeting's start, as is the agenda. */
  board: Board;
  /** Each item with what has been said of it in this meeting, oldest first. */
  agenda: { item: Item; comments: Comment[] }[];
  /**
   * What was said of anything that is not on the agenda; `item` is null for what was not on the board at the
   * meeting's start.
   */
  others: { name: string; item: Item | null; comments: Comment[] }[];
  /** Figures recorded as earlier than the meeting's start that came in after it: they moved what it shows. */
  late: number;
};

/**
 * A meeting with its frozen board, its agenda and what is said in it (that of the present).
 * @throws {NotFound} outside the actor's scope.
 */
export async function meetingRoom(ctx: Ctx, id: number): Promise<MeetingRoom> {
  authorize(ctx.actor, "board.read");
  const meeting = await meetingById(ctx.db, ctx.actor, id);
  const board = await boardOf(frozen(ctx, meeting), { node: meeting.division.code });
  const said = await commentsWhere(ctx, eq(comments.meetingId, id));
  const agenda = agendaOf(board).map((item) => ({
    item,
    comments: said.filter((comment) => isAbout(item, comment)),
  }));
  const rest = said.filter((comment) => !agenda.some(({ item }) => isAbout(item, comment)));
  return {
    meeting,
    board,
    agenda,
    others: await offTheAgenda(frozen(ctx, meeting), board, rest),
    late: await lateFigures(ctx, meeting),
  };
}

async function offTheAgenda(then: Ctx, board: Board, said: Comment[]): Promise<MeetingRoom["others"]> {
  const ids = said.flatMap(({ projectId }) => (projectId === null ? [] : [projectId]));
  const standings = ids.length === 0 ? [] : await statusesOf(then.db, inArray(projects.id, ids), today(then));
  const items: Item[] = [
    ...standings.filter(isRunning).map((each) => ({ kind: "project" as const, project: asListed(each) })),
    ...board.tiles.map((village) => ({ kind: "village" as const, village, relapsed: false })),
  ];
  const subjects = Map.groupBy(said, ({ projectId, villageId }) => `${projectId} ${villageId}`);
  return [...subjects.values()].map((own) => ({
    name: own[0]?.name ?? "",
    item: items.find((item) => own[0] && isAbout(item, own[0])) ?? null,
    comments: own,
  }));
}

const figures: Subject["type"][] = ["project", "village", "income", "funding", "target"];

async function lateFigures({ db }: Ctx, { division, headSeq, startedAt }: Meeting): Promise<number> {
  const [row] = await db
    .select({ late: count() })
    .from(auditEvents)
    .where(
      and(
        gt(auditEvents.seq, headSeq),
        lt(auditEvents.at, startedAt),
        inArray(auditEvents.subjectType, figures),
        under(auditEvents.divisionCode, division),
      ),
    );
  return row?.late ?? 0;
}
