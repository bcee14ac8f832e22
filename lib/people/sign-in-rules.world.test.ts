import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { people, sessions } from "#db/schema/index.ts";
import { Forbidden } from "#lib/core/errors.ts";
import { password, setStage } from "#lib/testing/stage.ts";
import { openWorld } from "#lib/testing/world.ts";
import { changePassword } from "./commands/own-account.ts";
import { setDoorRules } from "./commands/sign-in-rules.ts";
import { doorOf, usualRules } from "./queries/sign-in-rules.ts";
import { actorOfSession, signIn, visitorActor } from "./store/sessions.ts";

// The rules at the door hold from the next request on, for everybody.

const world = await openWorld();
const stage = await setStage(world);
const admin = world.as(await world.actor("admin"));
const set = async (rules: Partial<typeof usualRules>) =>
  setDoorRules(admin, { ...usualRules, ...rules, version: (await doorOf(world.db)).version });
const at = new Date();
const after = (ms: number) => new Date(at.getTime() + ms);
const minute = 60_000;
const day = 24 * 60 * minute;

beforeEach(() => set({}));

/** A session of a new person that began now, their password having been theirs since `daysAgo`. */
async function present(role: "office" | "auditor" = "office", daysAgo = 0) {
  const actor = await stage.account(role);
  await world.db.transaction((tx) =>
    tx
      .update(people)
      .set({ passwordSince: after(-daysAgo * day).toISOString() })
      .where(eq(people.id, actor.id)),
  );
  const { token } = await signIn(
    world.as(visitorActor),
    { username: actor.username, password, next: "" },
    {},
    at,
  );
  return { actor, token };
}

test("what was set is one event, and the one who set in the meantime is told what stands", async () => {
  const { version } = await doorOf(world.db);
  await setDoorRules(admin, { ...usualRules, passwordDays: 90, version });
  expect(await world.lastEvent()).toMatchObject({
    verb: "door.set",
    payload: { before: usualRules, after: { ...usualRules, passwordDays: 90 } },
  });
  await expect(setDoorRules(admin, { ...usualRules, version })).rejects.toMatchObject({
    code: "changedMeanwhile",
    current: { passwordDays: 90 },
  });
});

test("an administrator of a town sets no rule for the district", async () => {
  const ofTown = world.as(await world.actor("admin", "莲花镇"));
  await expect(setDoorRules(ofTown, { ...usualRules, version: 1 })).rejects.toBeInstanceOf(Forbidden);
});

test.each([90, 180, 365])(
  "a password of %s days is changed before anything else, once that is the rule",
  async (passwordDays) => {
    const [old, young] = [await present("office", passwordDays), await present("office", passwordDays - 1)];
    const owes = async (token: string) => (await actorOfSession(world.db, token, at))?.mustChangePassword;
    expect([await owes(old.token), await owes(young.token)]).toEqual([false, false]);
    await set({ passwordDays });
    expect([await owes(old.token), await owes(young.token)]).toEqual([true, false]);
    const { sessionId = 0, isAged } = (await actorOfSession(world.db, old.token, at)) ?? {};
    expect(isAged).toBe(true);
    const { token } = await changePassword(
      world.as(old.actor),
      { currentPassword: password, password: "purple-Kettle-44" },
      sessionId,
      at,
    );
    expect(await owes(token)).toBe(false);
  },
);

test("sessions end as soon as the rule says, those that had begun too", async () => {
  const { token } = await present();
  const stands = async (ms: number) => (await actorOfSession(world.db, token, after(ms))) !== null;
  expect(await stands(29 * minute)).toBe(true);
  await set({ idleMinutes: 10 });
  await world.db.transaction((tx) => tx.update(sessions).set({ seenAt: at.toISOString() }));
  expect([await stands(9 * minute), await stands(20 * minute)]).toEqual([true, false]);
  await set({ absoluteHours: 4 });
  await world.db.transaction((tx) => tx.update(sessions).set({ seenAt: after(239 * minute).toISOString() }));
  expect([await stands(239 * minute), await stands(240 * minute)]).toEqual([true, false]);
});

describe("guesses", () => {
  test.each([
    [10, 10],
    [5, 5],
  ])("the door closes after %s where that is the rule", async (guesses, most) => {
    await set({ guesses });
    const { username } = await stage.account();
    const guess = (given: string) =>
      signIn(world.as(visitorActor), { username, password: given, next: "" }, {}, at).catch(
        ({ code }) => code,
      );
    for (let count = 0; count < most; count++) expect(await guess("wrong")).toBe("access.wrongPassword");
    expect(await guess(password)).toBe("access.throttled");
  });
});

test("so many former passwords are refused as the rule says, those from before the rule too", async () => {
  const actor = await stage.account();
  const { sessionId } = await stage.session(actor);
  const ctx = world.as(actor);
  const word = (count: number) => (count === 0 ? password : `purple-Kettle-${count}`);
  for (let count = 0; count < 7; count++)
    await changePassword(
      ctx,
      { currentPassword: word(count), password: word(count + 1) },
      sessionId,
      after(count),
    );
  const back = (to: number) =>
    changePassword(ctx, { currentPassword: word(7), password: word(to) }, sessionId, after(100)).catch(
      ({ code }) => code,
    );
  await set({ history: 6 });
  expect(await back(1)).toBe("access.formerPassword");
  await set({ history: 5 });
  expect(await back(2)).toBe("access.formerPassword");
  await set({ history: 12 });
  expect(await back(0)).toBe("access.formerPassword");
  await set({ history: 6 });
  expect(await back(0)).toMatchObject({ token: expect.any(String) });
});

test("a second step is everybody's where that is the rule, and the administrators' and auditors' always", async () => {
  const owed = async (token: string) => (await actorOfSession(world.db, token, at))?.secondFactorDue;
  const [clerk, auditor] = [await present("office"), await present("auditor")];
  expect([await owed(clerk.token), await owed(auditor.token)]).toEqual([null, "enrol"]);
  await set({ secondFactor: "all" });
  expect([await owed(clerk.token), await owed(auditor.token)]).toEqual(["enrol", "enrol"]);
});
