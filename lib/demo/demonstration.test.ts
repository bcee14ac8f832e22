import type { Table } from "drizzle-orm";
import { expect, test } from "vitest";
import * as schema from "#db/schema/index.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { isDemonstration } from "#lib/core/context.ts";
import { addMonths, instantOn } from "#lib/core/dates.ts";
import { deskOf } from "#lib/filing/queries/tasks.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { signIn, visitorActor } from "#lib/people/store/sessions.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { openEmpty } from "#lib/testing/world.ts";
import { fillDemonstration } from "./fill.ts";

const { accounts, auditEvents, divisions, exceptionKinds, fundingModes, fundingPostings } = schema;
const { incomePostings, incomeReceipts, incomeShares, incomeWithdrawals, incomeYears } = schema;
const { people, projectReports, projects, projectVillages } = schema;
const { approvedIncomeYears, filingAnswers, filingEvents, filingMonths, filingRemarks } = schema;

// Once, on SQLite: the whole demonstration takes its time. That both engines fill alike is the other test's.
const { db } = await openEmpty();
await fillDemonstration(db);
const rows = <T extends Table>(from: T) => db.select().from(from) as Promise<T["$inferSelect"][]>;
const places = await rows(divisions);
const district = places.find((place) => place.level === "county") as (typeof places)[number];
const nameOf = (id: number) => places.find((place) => place.id === id)?.shortName;
const year = async (of: number) =>
  (await rows(incomeYears)).find((row) => row.divisionId === district.id && row.year === of);

test("it says that it is a demonstration, and all that it made is marked", async () => {
  expect(await isDemonstration(db)).toBe(true);
  for (const table of [people, projects, projectReports, incomePostings, fundingPostings]) {
    const made = (await rows(table)) as { provenance: string }[];
    expect(made.length).toBeGreaterThan(10);
    expect(made.filter((row) => row.provenance !== "demo")).toEqual([]);
  }
});

test("every village has ¥100,000 or more of operating income in 2016; a third had less at the end of 2015", async () => {
  expect(await year(2016)).toMatchObject({ villages: 136, withData: 136, met: 136, gapFen: 0 });
  expect(await year(2015)).toMatchObject({ villages: 136, withData: 136, met: 136 - 45 });
});

test("24 months of income by account, never from money that is no income", async () => {
  const postings = await rows(incomePostings);
  expect(new Set(postings.map((row) => row.month)).size).toBe(24);
  const kinds = new Map((await rows(accounts)).map((row) => [row.id, row.kind]));
  const used = new Set(postings.map((row) => kinds.get(row.accountId)));
  expect([...used].toSorted()).toEqual(["administration", "cost", "operating", "other", "subsidy"]);
  expect(postings.some((row) => row.projectId !== null)).toBe(true);
});

test("71 village projects and 17 key projects, 5 of which are among the 71", async () => {
  const all = await rows(projects);
  expect(all.filter((project) => project.level === "village")).toHaveLength(71);
  const key = all.filter((project) => project.level === "key");
  expect(key).toHaveLength(17);
  for (const twin of key.filter((project) => project.sameAsId !== null)) {
    expect(all.find((project) => project.id === twin.sameAsId)).toMatchObject({
      level: "village",
      name: twin.name,
    });
  }
  const twins = key.filter((project) => project.sameAsId !== null);
  expect(twins).toHaveLength(5);
  // Each physical project is reported once, and stands the same on both lists on any day.
  const reported = await rows(projectReports);
  expect(reported.filter((report) => twins.some((twin) => twin.id === report.projectId))).toEqual([]);
  for (const on of ["2016-03-31", "2016-11-30", "2016-12-31"]) {
    const lit = await projectLights(db, district, on);
    const standing = (id: number | null) => {
      const found = lit.find((project) => project.id === id);
      return (
        found && [
          found.light,
          found.countsAs,
          found.phase,
          found.latest?.progressBp,
          found.progress,
          found.dueOn,
        ]
      );
    };
    for (const twin of twins) expect(standing(twin.id)).toEqual(standing(twin.sameAsId));
  }
});

test("the four named projects stand in their villages and are steadily under way", async () => {
  const taking = await rows(projectVillages);
  const lit = await projectLights(db, district, "2016-12-31");
  const named: Record<string, string[]> = {
    梧侣商贸中心: ["梧侣", "西山"],
    顶村民宿群: ["顶村", "堤内"],
    下山头通用厂房: ["下山头"],
    西洪塘综合楼: ["西洪塘"],
  };
  for (const [name, villages] of Object.entries(named)) {
    const project = lit.find((each) => each.name === name && each.level === "village");
    expect(project, name).toMatchObject({ phase: "building", light: "green" });
    expect(taking.filter((row) => row.projectId === project?.id).map((row) => nameOf(row.villageId))).toEqual(
      villages,
    );
  }
});

test("lights are mixed: most on pace, some yellow, few red, a few without a report, one or two paused", async () => {
  const lit = await projectLights(db, district, "2016-12-31");
  const count = (light: string) => lit.filter((project) => project.light === light).length;
  expect(lit).toHaveLength(88);
  expect(count("green")).toBeGreaterThan(50);
  expect(count("yellow")).toBeGreaterThanOrEqual(13);
  expect(count("yellow")).toBeLessThanOrEqual(19);
  expect(count("red")).toBe(6);
  expect(count("grey")).toBe(4);
  expect(count("paused")).toBe(2);
});

test("the district allots between 85 and 86 million yuan in 2016, and documents have the form of a demonstration", async () => {
  const postings = await rows(fundingPostings);
  const allotted = postings.filter(
    (row) => row.stage === "allot" && row.source === "district" && row.year === 2016,
  );
  const fen = allotted.reduce((sum, row) => sum + row.amountFen, 0);
  expect(fen).toBeGreaterThanOrEqual(8_500_000_000);
  expect(fen).toBeLessThan(8_600_000_000);
  expect(new Set(postings.map((row) => row.stage)).size).toBe(5);
  expect(postings.filter((row) => row.documentNo !== "" && !row.documentNo.startsWith("演示"))).toEqual([]);
  expect(postings.filter((row) => row.explanation !== "").length).toBeGreaterThan(0);
});

test("receipts are parted over months and villages: posted up to November, due in December, waiting beyond it; a wrong one is withdrawn", async () => {
  const [receipts, shares, postings] = [
    await rows(incomeReceipts),
    await rows(incomeShares),
    await rows(incomePostings),
  ];
  expect(receipts.map((receipt) => [nameOf(receipt.townId), receipt.split, receipt.months])).toEqual([
    ["新民镇", "cluster", 12],
    ["莲花镇", "none", 36],
    ["莲花镇", "cluster", 6],
    ["洪塘镇", "none", 24],
  ]);
  for (const receipt of receipts) {
    const own = shares.filter((share) => share.receiptId === receipt.id);
    expect(own.reduce((sum, share) => sum + share.amountFen, 0)).toBe(receipt.amountFen);
  }
  const withdrawn = await rows(incomeWithdrawals);
  expect(withdrawn.map((row) => [row.receiptId, row.fromMonth, row.provenance])).toEqual([
    [receipts.at(-1)?.id, "2017-01", "demo"],
  ]);
  const posted = new Set(postings.flatMap((row) => (row.shareId === null ? [] : [row.shareId])));
  expect(shares.filter((share) => share.month <= "2016-11" && !posted.has(share.id))).toEqual([]);
  expect(shares.filter((share) => share.month > "2016-11" && posted.has(share.id))).toEqual([]);
  expect(shares.filter((share) => share.month === "2016-12")).toHaveLength(7);
});

test("most money ties out; exceptions of every kind are there, some explained, and 莲花 has its own to explain", async () => {
  const { duty: _, ...auditor } = (await rows(people)).find(
    (person) => person.username === "auditor",
  ) as (typeof people)["$inferSelect"];
  const ctx = {
    db,
    actor: { ...auditor, scope: district as typeof district & { level: "county" } },
    now: instantOn("2016-12-31"),
    request: "test",
  };
  const { rows: all, counts } = await exceptionsOf(ctx, {});
  expect(new Set(all.map((each) => each.kind))).toEqual(new Set(exceptionKinds));
  for (const kind of [
    "notReceived",
    "overReceived",
    "beforeContract",
    "sameDocument",
    "order",
    "bothLists",
  ] as const) {
    expect(new Set(all.filter((each) => each.kind === kind).map((each) => each.state)), kind).toEqual(
      new Set(["open", "explained"]),
    );
  }
  expect(counts.positions).toBeGreaterThan(290);
  expect(counts.toFollowUp).toBeGreaterThanOrEqual(6);
  expect(counts.toFollowUp).toBeLessThanOrEqual(12);
  const lianhua = all.filter((each) => each.town.name === "莲花镇" && each.state === "open");
  expect(lianhua.filter((each) => each.owner.side === "town").length).toBeGreaterThanOrEqual(2);
  expect(lianhua.some((each) => each.owner.person !== null)).toBe(true);
});

test("money is adjusted, comes back, and is reimbursed", async () => {
  const postings = await rows(fundingPostings);
  for (const movement of ["adjustment", "return"] as const) {
    expect(postings.filter((row) => row.movement === movement).length, movement).toBeGreaterThanOrEqual(2);
  }
  const modes = await rows(fundingModes);
  expect(modes.length).toBeGreaterThanOrEqual(3);
  const spentFirst = (mode: (typeof modes)[number]) => {
    const of = postings.filter((row) => row.projectId === mode.projectId && row.source === mode.source);
    const first = (stage: string) =>
      of
        .filter((row) => row.stage === stage)
        .map((row) => row.onDay)
        .toSorted()[0];
    return (first("spend") ?? "9") < (first("disburse") ?? "9");
  };
  expect(
    modes.filter((mode) => mode.mode === "reimbursement" && spentFirst(mode)).length,
  ).toBeGreaterThanOrEqual(2);
});

test("posts answer for projects, not people", async () => {
  const owners = new Set((await rows(projects)).flatMap((project) => [project.owner, project.contact]));
  for (const owner of owners) expect(owner).toMatch(/(镇长|主任|书记|主席)$/);
  expect((await rows(projects)).every((project) => project.contactPhone === "")).toBe(true);
});

test("December is still being filed: 莲花 has begun, 新民 has its month back with some left to do", async () => {
  const clerk = async (username: string) => {
    const { duty: _, ...person } = (await rows(people)).find(
      (each) => each.username === username,
    ) as (typeof people)["$inferSelect"];
    const scope = places.find((place) => place.id === person.scopeId) as (typeof places)[number];
    return { db, actor: { ...person, scope }, now: instantOn("2016-12-31"), request: "test" };
  };
  const openOf = async (username: string) => {
    const desk = await deskOf(await clerk(username), "2016-12");
    return {
      projects: desk.projects.filter((task) => !task.reported).length,
      villages: desk.villages.filter((task) => !task.posted).length,
      done: desk.done,
    };
  };
  const lianhua = await openOf("lianhua");
  expect(lianhua.projects).toBeGreaterThan(2);
  expect(lianhua.villages).toBe(8);
  expect(lianhua.done).toBeGreaterThan(11);
  const xinmin = await openOf("xinmin");
  expect(xinmin.villages).toBe(4);
  expect(xinmin.projects).toBeGreaterThan(2);
});

test("months were filed about the day they were due, some late, some sent back; all is locked up to October, November approved", async () => {
  const months = await rows(filingMonths);
  const stateIn = (month: string) =>
    Object.fromEntries(
      months.filter((row) => row.month === month).map((row) => [nameOf(row.townId), row.state]),
    );
  for (let month = "2015-01"; month <= "2016-10"; month = addMonths(month, 1)) {
    expect([month, Object.values(stateIn(month))]).toEqual([month, Array(8).fill("locked")]);
  }
  expect(Object.values(stateIn("2016-11"))).toEqual(Array(8).fill("approved"));
  expect(stateIn("2016-12")).toEqual({
    大同街道: "approved",
    西柯镇: "approved",
    祥平街道: "submitted",
    五显镇: "submitted",
    新民镇: "returned",
  });

  const events = await rows(filingEvents);
  const first = [...Map.groupBy(events, (event) => `${event.townId} ${event.month}`).values()].map((of) =>
    of.find((event) => event.act === "submit"),
  );
  const late = first.filter((event) => event?.late).length;
  expect(late).toBeGreaterThan(5);
  expect(late).toBeLessThan(40);
  expect(events.filter((event) => event.act === "unlock")).toMatchObject([
    { month: "2016-08", provenance: "demo" },
  ]);
  const remarks = await rows(filingRemarks);
  const answered = new Set((await rows(filingAnswers)).map((answer) => answer.remarkId));
  const returned = events.find((event) => event.month === "2016-12" && event.act === "return");
  const open = remarks.filter((remark) => !answered.has(remark.id));
  expect(remarks.length).toBeGreaterThan(10);
  expect(open.map(({ subject, eventId }) => [subject, eventId])).toEqual([
    ["village", returned?.id],
    ["project", returned?.id],
  ]);
});

test("what is approved is 2015 as it stands, and 2016 without what waits", async () => {
  const approved = (await rows(approvedIncomeYears)).filter((row) => row.divisionId === district.id);
  const of = (year: number) => approved.find((row) => row.year === year);
  expect(of(2015)).toEqual(await year(2015));
  expect(of(2016)?.operatingFen).toBeLessThan((await year(2016))?.operatingFen ?? 0);
  expect(of(2016)).toMatchObject({ villages: 136, withData: 136 });
});

test("everything was recorded in the order in which it happened, and the trail holds", async () => {
  const trail = (await rows(auditEvents)).toSorted((a, b) => a.seq - b.seq);
  expect(trail.every((event, i) => i === 0 || (trail[i - 1]?.at ?? "") <= event.at)).toBe(true);
  expect(trail.at(-1)?.at.slice(0, 10)).toBe("2016-12-30");
  expect((await verifyTrail(db)).broken).toBeNull();
});

test("the accounts of the README sign in with the demonstration's password", async () => {
  const visitor = { db, actor: visitorActor, now: instantOn("2016-12-31"), request: "test" };
  for (const username of ["lianhua", "xinmin", "office", "leader", "auditor", "admin"]) {
    expect(await signIn(visitor, { username, password: "guatu-demo", next: "" })).toHaveProperty("token");
  }
});

test("a filled database is not filled again", async () => {
  await expect(fillDemonstration(db)).rejects.toThrow("alreadyFounded");
});
