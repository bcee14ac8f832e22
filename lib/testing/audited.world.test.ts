import { describe, expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { auditEvents } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { deny } from "#lib/audit/store/deny.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { foundDistrict } from "#lib/divisions/commands/divisions.ts";
import { shippedDivisions, shippedEdition } from "#lib/divisions/store/edition.ts";
import { runExport } from "#lib/exports/leaving.ts";
import { createToken } from "#lib/people/commands/own-account.ts";
import { passSecondFactor } from "#lib/people/store/second-factor.ts";
import {
  actorOfApiToken,
  actorOfSession,
  signIn,
  signOut,
  visitorActor,
} from "#lib/people/store/sessions.ts";
import { createScreen } from "#lib/screens/commands/screens.ts";
import { actorOfScreen } from "#lib/screens/store/entry.ts";
import { type CommandCase, commandCases, outcomeOf } from "./command-cases.ts";
import { type RowChange, watchRows } from "./row-changes.ts";
import { filesUnder, isTest, sourceOf } from "./source-files.ts";
import { codeOf, newcomer, password, setStage } from "./stage.ts";
import { openEmpty, openWorld } from "./world.ts";

// RELIABILITY R9: nothing happens unaudited. Every row of every table that an operation writes is counted
// against its audit events.

const world = await openWorld();
const stage = await setStage(world);
const watch = await watchRows(world);

/** What an operation did: how many events, and the tables of all other rows that it wrote. */
function effectOf(changes: RowChange[]) {
  const tables = new Set(changes.map((change) => change.table));
  const events = changes.filter((change) => change.table === "audit_event");
  tables.delete("audit_event");
  return {
    events: events.length,
    verbs: events.map((event) => event.after?.verb),
    tables: [...tables].toSorted(),
  };
}
async function effect(work: () => Promise<unknown>) {
  await watch.forget();
  await work();
  return effectOf(await watch.since());
}

/**
 * What the proof finds wrong with an operation: rows without an event, several events, an event without rows
 * where there should be some.
 */
function faultsOf({ events, tables }: ReturnType<typeof effectOf>, kind: CommandCase["kind"]): string[] {
  const faults: string[] = [];
  if (events !== 1) faults.push(`${events} events for what it wrote: ${tables.join(", ")}`);
  if (kind === "reading" ? tables.length > 0 : tables.length === 0)
    faults.push(`it wrote to ${tables.length} other tables`);
  return faults;
}

describe.each(Object.entries(commandCases))("%s", (_, deed) => {
  test("is one event in the trail, together with the rows that it wrote", async () => {
    const doing = await deed.ready(stage);
    const wrote = await effect(() => doing.run(doing.as(doing.actor)));
    expect(faultsOf(wrote, deed.kind)).toEqual([]);
  });

  test("leaves no row and no event when it is refused", async () => {
    const doing = await deed.ready(stage);
    const own = doing.as(doing.actor);
    await doing.run(own);
    let outcome = "";
    if (deed.again !== "done") {
      const wrote = await effect(async () => {
        outcome = await outcomeOf(doing.run(own));
      });
      expect(outcome).toBe(deed.again);
      // A wrong guess is remembered: it is counted, and stands in the trail.
      const guessed = { events: 1, verbs: ["session.refuse"], tables: ["sign_in_attempt"] };
      expect(wrote).toEqual(wasGuessed(deed) ? guessed : { events: 0, verbs: [], tables: [] });
    }
    if (deed.refuses === null) return;
    // What is one's own is not there for anybody else, whatever their role.
    const strangers: [Actor, RegExp][] = [
      [
        await newcomer(stage, deed.refuses),
        deed.byAnother === "notFound" ? /^(forbidden|notFound)$/ : /^forbidden$/,
      ],
    ];
    if (doing.actor.role === "town") strangers.push([await world.newcomer("town", "新民镇"), /^notFound$/]);
    for (const [stranger, expected] of strangers) {
      const wrote = await effect(async () => {
        outcome = await outcomeOf(doing.run(doing.as(stranger)));
      });
      expect(outcome).toMatch(expected);
      expect(wrote).toEqual({ events: 0, verbs: [], tables: [] });
    }
  });
});
/** Without a second factor there is nothing to guess at. */
const wasGuessed = (deed: CommandCase) => deed.kind === "guess" && deed.again !== "access.notEnrolled";

describe("the proof itself: an operation that does not remember itself is found", () => {
  const forgetful = (ctx: Ctx): Ctx => ({
    ...ctx,
    db: {
      ...ctx.db,
      transaction: (work) =>
        ctx.db.transaction((tx) => {
          const insert: Tx["insert"] = (table) =>
            ((table as unknown) === auditEvents ? { values: async () => [] } : tx.insert(table)) as never;
          return work({
            select: tx.select.bind(tx),
            selectDistinct: tx.selectDistinct.bind(tx),
            update: tx.update.bind(tx),
            delete: tx.delete.bind(tx),
            insert,
          } as Tx);
        }),
    },
  });
  test.each(Object.entries(commandCases))("%s", async (_, deed) => {
    const doing = await deed.ready(stage);
    const wrote = await effect(() => doing.run(forgetful(doing.as(doing.actor))));
    expect(faultsOf(wrote, deed.kind)[0]).toMatch(/^0 events for what it wrote/);
  });
});

describe("signing in and out", () => {
  const visitor = world.as(visitorActor);
  const enter = (username: string, word = password) =>
    signIn(visitor, { username, password: word, next: "" });

  test("signing in and out is an event each", async () => {
    const person = await stage.account();
    let token = "";
    const entered = await effect(async () => {
      ({ token } = await enter(person.username));
    });
    expect(entered).toEqual({ events: 1, verbs: ["session.start"], tables: ["session", "sign_in_attempt"] });
    expect(await effect(() => signOut(world.as(person), token))).toEqual({
      events: 1,
      verbs: ["session.end"],
      tables: ["session"],
    });
    expect(await effect(() => signOut(world.as(person), token))).toEqual({
      events: 0,
      verbs: [],
      tables: [],
    });
  });

  test("a wrong password, an unknown name, a shut account and one try too many are an event each", async () => {
    const person = await stage.account();
    const refused = { events: 1, verbs: ["session.refuse"], tables: ["sign_in_attempt"] };
    expect(await effect(() => outcomeOf(enter(person.username, "wrong")))).toEqual(refused);
    const counted = { ...refused, tables: ["refusal_count", "sign_in_attempt"] };
    expect(await effect(() => outcomeOf(enter(`nobody-${stage.next()}`)))).toEqual(counted);
    // Whoever tries many names that nobody has leaves one event a quarter of an hour, and a number.
    expect(await effect(() => outcomeOf(enter(`nobody-${stage.next()}`)))).toEqual({
      ...counted,
      events: 0,
      verbs: [],
    });
    const { run, as, actor } = await (commandCases.disablePerson as CommandCase).ready(stage);
    await run(as(actor));
    const username = (await watch.since()).findLast((change) => change.table === "person")?.after?.username;
    expect(await effect(() => outcomeOf(enter(String(username))))).toEqual(refused);
    for (let guess = 1; guess < 10; guess++) await outcomeOf(enter(person.username, "wrong"));
    expect(await effect(() => outcomeOf(enter(person.username)))).toEqual({
      ...refused,
      tables: ["refusal_count"],
    });
    expect(await effect(() => outcomeOf(enter(person.username)))).toEqual({
      events: 0,
      verbs: [],
      tables: ["refusal_count"],
    });
  });

  test("a one-time code, right or wrong, is an event", async () => {
    const { actor, sessionId, secret } = await stage.enrolled();
    const later = new Date(Date.now() + 60_000);
    const pass = (code: string) => outcomeOf(passSecondFactor(world.as(actor), code, sessionId, later));
    expect(await effect(() => pass("no code"))).toEqual({
      events: 1,
      verbs: ["session.refuse"],
      tables: ["sign_in_attempt"],
    });
    const right = { events: 1, verbs: ["session.verify"], tables: ["person", "session", "sign_in_attempt"] };
    expect(await effect(() => pass(codeOf(secret, later)))).toEqual(right);
  });

  test("what somebody tried and may not is an event", async () => {
    const denied = { events: 1, verbs: ["access.deny"], tables: ["refusal_count"] };
    expect(await effect(() => deny(stage.office, "project.end"))).toEqual(denied);
    expect(await effect(() => deny(stage.office, "project.end"))).toEqual({
      ...denied,
      events: 0,
      verbs: [],
    });
    expect(await effect(() => deny(stage.office, "project.edit"))).toEqual(denied);
  });
});

describe("a file that leaves while it is read", () => {
  const run = () => runExport(stage.office, { kind: "income", filter: {} }, "csv", (key) => key, "en");
  test("is an event when it begins, and one when its last row was read", async () => {
    const wrote = await effect(async () => new Response((await run()).body).arrayBuffer());
    expect(wrote).toEqual({ events: 2, verbs: ["export.begin", "export.run"], tables: [] });
  });
  test("is an event when it begins, and one when it is given up", async () => {
    const wrote = await effect(async () => (await run()).body.cancel());
    expect(wrote).toEqual({ events: 2, verbs: ["export.begin", "export.cancel"], tables: [] });
  });
});

test("founding a district is one event", async () => {
  const { db, url } = await openEmpty();
  const empty = await watchRows({ url });
  const input = {
    edition: shippedDivisions(),
    on: shippedEdition.on,
    laterOn: shippedEdition.laterOn,
    demonstration: false,
  };
  const ctx: Ctx = { db, actor: operator, now: new Date("2016-12-31T01:00:00Z"), request: "test" };
  await foundDistrict(ctx, input);
  expect(effectOf(await empty.since())).toMatchObject({ events: 1, verbs: ["district.found"] });
  expect(await outcomeOf(foundDistrict(ctx, input))).toBe("alreadyFounded");
  expect(await empty.since()).toEqual([]);
});

test("that a session, a token or a screen is still there is noted beside the trail, and nothing else is", async () => {
  const later = new Date(Date.now() + 5 * 60_000);
  const person = await stage.account();
  const { token } = await stage.session(person);
  const made = await createToken(world.as(person), { name: "报表", days: 90 });
  const screen = await createScreen(stage.office, { name: "会议室", scopeId: stage.town.id });
  const seen = async (work: () => Promise<unknown>) => {
    await watch.forget();
    expect(await work()).not.toBeNull();
    return (await watch.since()).flatMap(({ table, kind, before, after }) =>
      Object.keys(after ?? {}).flatMap((column) =>
        before?.[column] === after?.[column] ? [] : [`${kind} ${table}.${column}`],
      ),
    );
  };
  expect(await seen(() => actorOfSession(world.db, token, later))).toEqual(["update session.seen_at"]);
  expect(await seen(() => actorOfApiToken(world.db, made.token ?? "", later))).toEqual([
    "update api_token.used_at",
  ]);
  expect(await seen(() => actorOfScreen(world.db, screen.token ?? "", later))).toEqual([
    "update screen.seen_at",
  ]);
});

test("a CSV export, which leaves while it is read, is two events and no other row: begun, and ended or cut off", async () => {
  const auditor = world.as(await world.actor("auditor"));
  const leave = async () =>
    (await runExport(auditor, { kind: "funding", filter: {} }, "csv", (key) => key, "en")).body;
  expect(await effect(async () => new Response(await leave()).text())).toEqual({
    events: 2,
    verbs: ["export.begin", "export.run"],
    tables: [],
  });
  expect(await effect(async () => (await leave()).cancel())).toEqual({
    events: 2,
    verbs: ["export.begin", "export.cancel"],
    tables: [],
  });
});

test("whoever writes is a command, or is named here", () => {
  const writes = /\.transaction\(|\bnote\(db|\bnote\(ctx/;
  const writers = filesUnder("lib").filter((file) => !isTest(file) && writes.test(sourceOf(file)));
  expect(writers.map((file) => file.slice("lib/".length))).toEqual([
    "audit/store/deny.ts", // above
    "audit/store/once.ts", // what runs every command: audit/define-command.ts
    "backup/schedule.ts", // whose turn it is to copy
    "core/disk.ts", // that a session, token or screen was seen: above
    "imports/store/reading.ts", // what a file says, which is part of having been sent it: with uploadIntake and uploadRegister
    "people/store/secret.ts", // which secret a district is kept with, at a server's first start
    "people/store/sessions.ts", // signing in and out, and that a session or token was seen: above
    "people/store/throttle.ts", // guesses at secrets: above
    "screens/store/entry.ts", // that a screen was seen: above
    "verification/queries/figures.ts", // it compares again within a writer's turn, and writes nothing
  ]);
});

test("after all of this the trail still holds", async () => {
  expect(await verifyTrail(world.db)).toMatchObject({ broken: null });
});
