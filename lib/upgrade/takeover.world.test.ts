import { and, asc, eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import {
  accounts,
  auditEvents,
  divisions,
  filingMonths,
  incomePostings,
  people,
  settings,
} from "#db/schema/index.ts";
import { settingsAtStart } from "#db/start-settings.ts";
import { operator } from "#lib/access/operator.ts";
import { boardAnew } from "#lib/board/queries/board.ts";
import type { Actor } from "#lib/core/actor.ts";
import { type Ctx, withView } from "#lib/core/context.ts";
import { instantOn } from "#lib/core/dates.ts";
import { Forbidden } from "#lib/core/errors.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { takeOverMonths } from "#lib/filing/commands/takeover.ts";
import { filedMonth } from "#lib/filing/queries/filed-month.ts";
import { filingMatrix } from "#lib/filing/queries/filing-matrix.ts";
import { takeOverIsDue } from "#lib/filing/rules/takeover-setting.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { fixtureDatabase, saidBy, saysNow } from "#lib/testing/fixtures.ts";
import { proveFigures } from "#lib/verification/queries/figures.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { openUpgraded } from "./open.ts";

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened) await close();
});

/** The database of a version, as a start finds it. */
async function start(version: string) {
  const { url, remove } = await fixtureDatabase(version);
  opened.push(remove);
  return { url, again: () => startOn(url) };
}

async function startOn(url: string) {
  const told: string[] = [];
  const db = await openUpgraded(url, { today: undefined, tell: (line) => told.push(line) });
  opened.unshift(() => db.close());
  return { db, told };
}

const takeovers = (db: Db) => db.select().from(auditEvents).where(eq(auditEvents.verb, "filing.takeOver"));
const isDue = async (db: Db) =>
  (await db.select().from(settings).where(eq(settings.key, takeOverIsDue))).length > 0;
const of = (sentence: string) => (line: string) => line.includes(sentence);

describe("what counted before approval existed", () => {
  test("is taken over by the operator in one event, which the next start does not repeat", async () => {
    const { again } = await start("0005");
    const { db, told } = await again();
    const [event, ...more] = await takeovers(db);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      actorRole: "operator",
      actorId: null,
      subjectType: "district",
      subjectName: "同安区",
    });
    expect(told.filter(of("taken over as approved"))).toHaveLength(1);
    expect(told.find(of("taken over as approved"))).toContain("承接为已审核");
    expect(await isDue(db)).toBe(false);

    const next = await again();
    expect(next.told).toEqual([]);
    expect(await takeovers(next.db)).toHaveLength(1);
  });

  test("is taken over by nobody but the operator, and all of it or nothing", async () => {
    const { url } = await start("0005");
    const db = await openDatabase(url);
    opened.unshift(() => db.close());
    const rows = await db.select().from(people);
    for (const role of ["town", "office", "leader", "auditor", "admin"] as const) {
      const { id = 0, username = "", name = "" } = rows.find((each) => each.role === role) ?? {};
      const actor: Actor = { id, username, name, role, scope: { ...operator.scope } };
      await expect(
        takeOverMonths({ db, actor, now: instantOn("2016-12-31"), request: "test" }),
      ).rejects.toBeInstanceOf(Forbidden);
    }
    expect(await isDue(db)).toBe(true);
    expect(await db.select().from(filingMonths)).toEqual([]);
    await takeOverMonths({ db, actor: operator, now: instantOn("2016-12-31"), request: "test" });
    const [event] = await takeovers(db);
    expect(Object.keys(JSON.parse(event?.payload ?? "").wrote).toSorted()).toEqual([
      "filing_event",
      "filing_month",
      "setting",
    ]);
    expect(
      await takeOverMonths({ db, actor: operator, now: instantOn("2016-12-31"), request: "test" }),
    ).toBeNull();
    expect(await takeovers(db)).toHaveLength(1);
  });

  test("is taken over by the next start where the first was cut off in between", async () => {
    const { url, again } = await start("0003");
    const cut = await openDatabase(url);
    expect(await isDue(cut)).toBe(true);
    await cut.close();
    if (engine === "sqlite") expect(settingsAtStart(url)).toBeNull();
    const { db, told } = await again();
    expect(told.filter(of("taken over as approved"))).toHaveLength(1);
    expect(await saysNow(db, "0003")).toEqual(saidBy("0003"));
    if (engine === "sqlite") expect(settingsAtStart(url)?.get("demonstration")).toBe("yes");
  });

  test("closes what was due; what is posted into a month that still runs waits for the office", async () => {
    const { again } = await start("0003");
    const { db } = await again();
    const { clerk, town, post } = await clerkOf(db, "莲花镇");
    const months = await db
      .select()
      .from(filingMonths)
      .where(eq(filingMonths.townId, town.id))
      .orderBy(asc(filingMonths.month));
    const byMonth = new Map(months.map(({ month, state }) => [month, state]));
    expect(byMonth.get("2016-11")).toBe("approved");
    expect(byMonth.get("2016-12")).toBe("open");
    expect(months.every(({ incomeUpTo, personId }) => incomeUpTo !== null && personId === null)).toBe(true);

    const fen = async (approvedOnly: boolean) =>
      (await boardAnew(withView(clerk, { approvedOnly, basis: "strict" }), { year: 2016 })).totals
        .operatingFen;
    const [approved, all] = [await fen(true), await fen(false)];
    await expect(post("2016-11")).rejects.toMatchObject({ code: "monthApproved" });
    await post("2016-12");
    expect(await fen(true)).toBe(approved);
    expect(await fen(false)).toBe(all + 12_345);
    expect((await proveFigures(db)).differences).toEqual([]);
  });

  test("was filed by nobody, in time or late; what still runs is due like any month", async () => {
    const { again } = await start("0003");
    const { db } = await again();
    const { clerk, town } = await clerkOf(db, "莲花镇");
    const { rows, totals } = await filingMatrix(clerk, { node: town.code, year: 2016 });
    expect(rows[0]?.cells.map(({ timeliness }) => timeliness?.kind)).toEqual([
      ...Array(11).fill(undefined),
      "pending",
    ]);
    expect(totals.map(({ late }) => late)).toEqual(Array(12).fill(0));
    expect((await filedMonth(clerk, town.code, "2016-11")).timeliness).toBeUndefined();
  });

  test("leaves alone what nobody had posted: such a month is still the town's to file", async () => {
    const { again } = await start("0003");
    const { db } = await again();
    const posted = await db
      .selectDistinct({ townId: divisions.parentId, month: incomePostings.month })
      .from(incomePostings)
      .innerJoin(divisions, eq(divisions.id, incomePostings.villageId));
    const empty = await db
      .select()
      .from(divisions)
      .where(and(eq(divisions.level, "town"), eq(divisions.shortName, "新民镇")));
    expect(posted.some(({ townId }) => townId === empty[0]?.id)).toBe(false);
    expect(
      await db
        .select()
        .from(filingMonths)
        .where(eq(filingMonths.townId, empty[0]?.id ?? 0)),
    ).toEqual([]);
  });
});

test("where months were already filed, what waits for the office goes on waiting", async () => {
  const { again } = await start("0007");
  const { db, told } = await again();
  expect(told.filter(of("taken over as approved"))).toEqual([]);
  expect(await takeovers(db)).toEqual([]);
});

/** A town's clerk, who posts 123.45 yuan for one of its villages. */
async function clerkOf(db: Db, name: string) {
  const [town] = await db
    .select()
    .from(divisions)
    .where(and(eq(divisions.level, "town"), eq(divisions.shortName, name)));
  const [person] = await db
    .select()
    .from(people)
    .where(eq(people.scopeId, town?.id ?? 0));
  const [village] = await db
    .select()
    .from(divisions)
    .where(eq(divisions.parentId, town?.id ?? 0))
    .orderBy(asc(divisions.code));
  const [account] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.kind, "operating"))
    .orderBy(asc(accounts.id));
  if (!town || !person || !village || !account) throw new Error(`The fixture has no clerk of ${name}`);
  const actor: Actor = {
    id: person.id,
    username: person.username,
    name: person.name,
    role: "town",
    scope: town as Division,
  };
  const clerk: Ctx = { db, actor, now: instantOn("2016-12-31", 23), request: "test" };
  const row = { villageId: village.id, accountId: account.id, amountFen: 12_345 };
  return {
    clerk,
    town,
    post: (month: string) => postIncome(clerk, { townId: town.id, month, rows: [row], sizesRight: true }),
  };
}
