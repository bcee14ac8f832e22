import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts, auditEvents, comments as commentRows, meetings, projects } from "#db/schema/index.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import type { Actor } from "#lib/core/actor.ts";
import { asOf, type Ctx } from "#lib/core/context.ts";
import { type Day, instantOn } from "#lib/core/dates.ts";
import { Conflict, Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { openWorld } from "#lib/testing/world.ts";
import { endMeeting, startMeeting, writeComment } from "./commands/meetings.ts";
import { WriteComment } from "./input.ts";
import { commentsOn, meetingRoom, meetingsOf, runningAbove } from "./queries/meetings.ts";

const world = await openWorld();
const clerk = await world.actor("town", "莲花镇");
const stranger = await world.actor("town", "新民镇");
const office = await world.actor("office");
const leader = await world.actor("leader");
const district = world.district.code;
const junying = await world.village("军营");
const xishan = await world.village("西山");

/** The context of `actor` at an hour of a day. */
const at = (actor: Actor, on: Day, hour: number, minute = 0): Ctx => ({
  ...world.as(actor, on),
  now: instantOn(on, hour, minute),
});

// Pace: 2016-09-30 → 20 %, 2016-11-30 → 80.98 %, 2016-12-19 → 100 %.
async function plantProject(name: string): Promise<number> {
  const { id } = await createProject(world.as(clerk, "2016-09-01"), {
    name,
    level: "village",
    type: "farm",
    sector: "economy",
    approaches: ["project"],
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
    sameAsId: undefined,
    number: "",
    createdOn: "2016-09-01",
    key: undefined,
    townId: (await world.town("莲花镇")).id,
    villages: [{ villageId: junying.id, share: 10_000 }],
    plan: [
      { phase: "building", plannedOn: "2016-09-30", plannedBp: 2000 },
      { phase: "operating", plannedOn: "2016-12-19", plannedBp: 10_000 },
    ],
  });
  return id;
}

async function report(ctx: Ctx, projectId: number, month: string, progress: number, note = "") {
  const [row] = await world.db
    .select({ version: projects.version })
    .from(projects)
    .where(eq(projects.id, projectId));
  return reportProject(ctx, {
    projectId,
    version: row?.version ?? 0,
    month,
    progress: progress * 100,
    phase: "building",
    delayReason: "land",
    delayText: "",
    note,
    forecastOn: undefined,
    key: undefined,
    evidence: {
      approved: { text: "同发改〔2016〕12号", on: "2016-09-02" },
      preparation: { text: "施工合同 HT-3", on: "2016-09-10" },
      building: { text: "开工照片 3 张", on: "2016-09-28" },
    },
  });
}

const comment = (some: Partial<WriteComment>): WriteComment => ({
  projectId: undefined,
  villageId: undefined,
  meetingId: undefined,
  text: "月底前开工",
  ...some,
});
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof Refused)) throw error ?? new Error("It was not refused");
  return error.code;
};

const tea = await plantProject("莲花高山茶园");
const inn = await plantProject("顶村民宿群");
await report(world.as(clerk, "2016-12-05"), tea, "2016-11", 42);
await report(world.as(clerk, "2016-12-05"), inn, "2016-11", 79);

test("a meeting is held once at a time, carries the trail's head as it stood, and is remembered", async () => {
  const head = await headOf(world.db);
  const ctx = at(leader, "2016-12-10", 9);
  const { id } = await startMeeting(ctx, { node: district, title: "同安区 2016年12月研究点评", key: "one" });
  expect(await startMeeting(ctx, { node: district, title: "同安区 2016年12月研究点评", key: "one" })).toEqual(
    { id },
  );
  const [row] = await world.db.select().from(meetings);
  expect(row).toMatchObject({
    startedAt: "2016-12-10T01:00:00.000Z",
    headSeq: head.seq,
    headHash: head.hash,
    endedAt: null,
    personName: "leader",
  });
  expect(await world.lastEvent()).toMatchObject({
    verb: "meeting.start",
    subjectType: "meeting",
    subjectId: id,
    subjectName: "同安区 2016年12月研究点评",
    divisionCode: district,
    at: "2016-12-10T01:00:00.000Z",
    payload: { after: { headSeq: head.seq, headHash: head.hash } },
  });

  expect(await refusal(startMeeting(at(office, "2016-12-10", 10), { node: district, title: "又一场" }))).toBe(
    "meeting.running",
  );
  expect(
    await refusal(startMeeting(at(office, "2016-12-10", 10), { node: junying.code, title: "村里" })),
  ).toBe("meeting.ofAVillage");
  await expect(
    startMeeting(at(clerk, "2016-12-10", 10), { node: district, title: "镇里" }),
  ).rejects.toBeInstanceOf(NotFound);
  await expect(
    startMeeting(at(clerk, "2016-12-10", 10), { node: "350212105000", title: "镇里" }),
  ).rejects.toBeInstanceOf(Forbidden);
  expect(await world.db.select().from(meetings)).toHaveLength(1);
});

test("it ends once, with its conclusion, from the version that was read; then nothing more is said in it", async () => {
  const [row] = await world.db.select().from(meetings);
  const meetingId = row?.id ?? 0;
  const ctx = at(office, "2016-12-10", 11);
  await expect(endMeeting(ctx, { meetingId, version: 7, conclusion: "旧表单" })).rejects.toBeInstanceOf(
    Conflict,
  );
  await endMeeting(ctx, { meetingId, version: 1, conclusion: "红灯项目每周一报" });
  expect((await meetingsOf(ctx)).meetings).toMatchObject([
    { endedAt: "2016-12-10T03:00:00.000Z", conclusion: "红灯项目每周一报", version: 2 },
  ]);
  expect(await world.lastEvent()).toMatchObject({
    verb: "meeting.end",
    subjectId: meetingId,
    payload: { after: { conclusion: "红灯项目每周一报" } },
  });
  expect(await refusal(endMeeting(ctx, { meetingId, version: 2, conclusion: "再来" }))).toBe("meeting.ended");
  expect(await refusal(writeComment(ctx, comment({ projectId: tea, meetingId })))).toBe("meeting.ended");
});

test("what is saved during a meeting does not move its figures, while the board shows it; what is said in it shows at once", async () => {
  const started = at(leader, "2016-12-31", 9, 30);
  // The same millisecond is not before the start: it does not count.
  await report({ ...started, actor: clerk }, inn, "2016-12", 80);
  const { id } = await startMeeting(started, { node: district, title: "年终点评" });
  const before = await meetingRoom(at(leader, "2016-12-31", 9, 31), id);
  expect(
    before.agenda.map(({ item }) => item.kind === "project" && [item.project.name, item.project.light]),
  ).toEqual([["莲花高山茶园", "red"]]);

  await report(at(clerk, "2016-12-31", 10), tea, "2016-12", 100);
  const [account] = await world.db.select().from(accounts).where(eq(accounts.code, "501")).limit(1);
  const income = {
    townId: junying.parentId ?? 0,
    month: "2016-12",
    rows: [{ villageId: junying.id, accountId: account?.id ?? 0, amountFen: 12_345_00 }],
  };
  await postIncome(at(clerk, "2016-12-31", 10), income as Parameters<typeof postIncome>[1]);
  await writeComment(at(leader, "2016-12-31", 10, 5), comment({ projectId: tea, meetingId: id }));

  const later = at(leader, "2016-12-31", 10, 10);
  const room = await meetingRoom(later, id);
  expect(room.board).toEqual(before.board);
  expect(room.agenda.map(({ item }) => item)).toEqual(before.agenda.map(({ item }) => item));
  expect(room.agenda[0]?.comments).toMatchObject([
    { text: "月底前开工", personName: "leader", name: "莲花高山茶园" },
  ]);
  expect(room.board.totals.operatingFen).toBe(0);
  expect(room.late).toBe(0);

  const board = await boardOf(later);
  expect(board.totals.operatingFen).toBe(12_345_00);
  expect(board.attention.map(({ name, light }) => [name, light])).toEqual([
    ["顶村民宿群", "yellow"],
    ["莲花高山茶园", "yellow"],
  ]);
});

test("a figure that comes in late under an earlier time is told", async () => {
  const [running] = await runningAbove(at(leader, "2016-12-31", 10), district);
  await report(at(clerk, "2016-12-31", 9), tea, "2016-12", 99, "复核后更正");
  expect((await meetingRoom(at(leader, "2016-12-31", 10), running?.id ?? 0)).late).toBe(1);
});

test("what is said of anything off the agenda is minuted too, with its light as the meeting saw it", async () => {
  const ctx = at(leader, "2016-12-31", 11);
  const [running] = await runningAbove(ctx, junying.code);
  const meetingId = running?.id ?? 0;
  await writeComment(ctx, comment({ projectId: inn, meetingId, text: "保持" }));
  await writeComment(ctx, comment({ villageId: xishan.id, meetingId, text: "补报收入" }));
  const { others } = await meetingRoom(ctx, meetingId);
  expect(
    others.map(({ name, item, comments }) => [
      name,
      item?.kind === "project" && item.project.light,
      comments.map(({ text }) => text),
    ]),
  ).toEqual([
    ["顶村民宿群", "green", ["保持"]],
    ["西山", false, ["补报收入"]],
  ]);
});

test("a comment is pinned to exactly one project or village, within the meeting's area", async () => {
  const ctx = at(office, "2016-12-31", 12);
  const before = await world.db.select().from(commentRows);
  expect(await refusal(writeComment(ctx, comment({})))).toBe("meeting.oneSubject");
  expect(await refusal(writeComment(ctx, comment({ projectId: tea, villageId: junying.id })))).toBe(
    "meeting.oneSubject",
  );
  const { id } = await startMeeting(ctx, { node: "350212105000", title: "莲花镇点评" });
  expect(await refusal(writeComment(ctx, comment({ villageId: xishan.id, meetingId: id })))).toBe(
    "meeting.elsewhere",
  );
  await expect(writeComment(at(clerk, "2016-12-31", 12), comment({ projectId: tea }))).rejects.toBeInstanceOf(
    Forbidden,
  );
  expect(await world.db.select().from(commentRows)).toEqual(before);
  expect(WriteComment.safeParse({ projectId: "1", villageId: "", meetingId: "", text: " " }).success).toBe(
    false,
  );
  expect(WriteComment.safeParse({ projectId: "1", text: "点".repeat(501) }).success).toBe(false);
  expect(WriteComment.parse({ projectId: "1", villageId: "", meetingId: "", text: " 好 " })).toMatchObject({
    projectId: 1,
    villageId: undefined,
    text: "好",
  });
});

test("a comment stays as it was written", async () => {
  await expect(world.db.transaction((tx) => tx.update(commentRows).set({ text: "改了" }))).rejects.toThrow();
  await expect(world.db.transaction((tx) => tx.delete(commentRows))).rejects.toThrow();
});

test("a town reads what was said of its own, in whatever meeting, newest first, and its history; nothing of another's", async () => {
  await writeComment(at(office, "2016-12-31", 13), comment({ projectId: tea, text: "已现场核实" }));
  const own = await commentsOn(at(clerk, "2016-12-31", 14), { projectId: tea });
  expect(own.map(({ text, meeting }) => [text, meeting?.title, meeting?.inScope])).toEqual([
    ["已现场核实", undefined, undefined],
    ["月底前开工", "年终点评", false], // the district's meeting is not theirs to open
  ]);
  expect(await commentsOn(at(stranger, "2016-12-31", 14), { projectId: tea })).toEqual([]);
  expect(await commentsOn(at(clerk, "2016-12-31", 14), { villageId: xishan.id })).toEqual([]);
  expect(await commentsOn(at(stranger, "2016-12-31", 14), { villageId: xishan.id })).toMatchObject([
    { text: "补报收入" },
  ]);
  expect((await meetingsOf(at(clerk, "2016-12-31", 14))).meetings.map(({ title }) => title)).toEqual([
    "莲花镇点评",
  ]);
  const events = await historyOf(at(clerk, "2016-12-31", 14), { type: "project", id: tea });
  expect(
    events
      .filter(({ verb }) => verb === "comment.write")
      .map(({ changes }) => changes.find(({ field }) => field === "comment")?.after),
  ).toEqual(["已现场核实", "月底前开工"]);
});

test("on an earlier day the later meeting is not there, and one that was running is running", async () => {
  const day = (on: Day) => asOf(at(leader, "2016-12-31", 15), on);
  expect((await meetingsOf(day("2016-12-09"))).meetings).toEqual([]);
  expect(
    (await meetingsOf(day("2016-12-20"))).meetings.map(({ title, conclusion }) => [title, conclusion]),
  ).toEqual([["同安区 2016年12月研究点评", "红灯项目每周一报"]]);
  const [first] = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.verb, "meeting.start"))
    .limit(1);
  const room = await meetingRoom(day("2016-12-20"), first?.subjectId ?? 0);
  expect(room.meeting.endedAt).toBe("2016-12-10T03:00:00.000Z");
  await expect(meetingRoom(day("2016-12-09"), first?.subjectId ?? 0)).rejects.toBeInstanceOf(NotFound);
});
