import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { apiTokens, auditEvents, type Role, sessions, signInAttempts } from "#db/schema/index.ts";
import { may } from "#lib/access/policy.ts";
import type { Actor } from "#lib/core/actor.ts";
import { openWorld } from "#lib/testing/world.ts";
import { changePassword, createToken, endSession, revokeToken } from "../commands/own-account.ts";
import {
  createPerson,
  disablePerson,
  editPerson,
  enablePerson,
  resetPassword,
  unlockPerson,
} from "../commands/people.ts";
import { personOf } from "../queries/people.ts";
import {
  actorOfApiToken,
  actorOfSession,
  knownBrowserOf,
  knownBrowserWith,
  signIn,
  signOut,
  visitorActor,
} from "./sessions.ts";

const world = await openWorld();
const start = new Date("2026-03-02T01:00:00Z");
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const visitor = world.as(visitorActor);
const password = "first-pass-88";

let made = 0;
async function account(role: Role = "office", { mustChangePassword = false, town = "" } = {}) {
  const scope = town ? await world.town(town) : world.district;
  const username = `person${++made}`;
  const given = { username, name: username, post: "", role, scopeId: scope.id, password, mustChangePassword };
  const { id } = await createPerson(world.as(world.operator), given);
  const actor: Actor = { id, username, name: username, role, scope };
  return { id, username, actor, ctx: world.as(actor) };
}
const enter = async (username: string, at = start, word = password, replacing?: string) =>
  (await signIn(visitor, { username, password: word, next: "" }, { replacing }, at)).token;
const who = (token: string, at = start) => actorOfSession(world.db, token, at);
const events = async (verb: string) => world.db.select().from(auditEvents).where(eq(auditEvents.verb, verb));

describe("signing in", () => {
  test("gives a session of the person, their role and scope, and remembers it once", async () => {
    const { id, username } = await account("town", { town: "莲花镇" });
    const before = (await events("session.start")).length;
    const session = await who(await enter(username));
    expect(session).toMatchObject({ mustChangePassword: false, secondFactorDue: null });
    expect(session?.actor).toMatchObject({
      id,
      username,
      role: "town",
      scope: { code: (await world.town("莲花镇")).code },
    });
    expect((await events("session.start")).length).toBe(before + 1);
    expect(await world.lastEvent()).toMatchObject({
      verb: "session.start",
      actorId: id,
      subjectType: "session",
    });
  });

  test("keeps only the token's hash, so a copy of the database signs nobody in", async () => {
    const { id, username } = await account();
    const token = await enter(username);
    expect(Buffer.from(token, "base64url").length).toBe(32);
    const [row] = await world.db.select().from(sessions).where(eq(sessions.personId, id));
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await who(row?.tokenHash ?? "")).toBeNull();
  });

  test("makes a new token, and the browser's old one is dead", async () => {
    const { username } = await account();
    const old = await enter(username);
    const fresh = await enter(username, start, password, old);
    expect(await who(old)).toBeNull();
    expect(await who(fresh)).not.toBeNull();
  });

  test("says the same of a wrong password and of an unknown name, and remembers both", async () => {
    const { id, username } = await account();
    await expect(enter(username, start, "wrong")).rejects.toMatchObject({ code: "access.wrongPassword" });
    expect(await world.lastEvent()).toMatchObject({
      verb: "session.refuse",
      subjectId: id,
      actorRole: "visitor",
      payload: { reason: "access.wrongPassword" },
    });
    await expect(enter("nobody-at-all", start, "wrong")).rejects.toMatchObject({
      code: "access.wrongPassword",
    });
    expect(await world.lastEvent()).toMatchObject({
      verb: "session.refuse",
      subjectId: null,
      divisionCode: world.district.code,
    });
  });

  test("keeps nothing of an unknown name but its beginning, since it may be a password in the wrong field", async () => {
    await expect(enter("Secret-Pass-77".toLowerCase(), start, "x")).rejects.toMatchObject({
      code: "access.wrongPassword",
    });
    expect(JSON.stringify(await world.lastEvent())).not.toContain("secret-pass");
  });

  // Work, not time: what the processor did for it, whatever else the machine is busy with.
  test("works as much for an unknown name as for a known one: both reach the hash", async () => {
    const { username } = await account();
    const least = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    for (let i = 0; i < 8; i++)
      for (const [kind, name] of [["known", username] as const, ["unknown", "nobody-knows-them"] as const]) {
        const from = process.cpuUsage();
        await enter(name, after(1000), `wrong${i}`).catch(() => undefined);
        const { user, system } = process.cpuUsage(from);
        least[kind] = Math.min(least[kind], user + system);
      }
    expect(least.unknown / least.known).toBeGreaterThan(0.5);
    expect(least.unknown / least.known).toBeLessThan(2);
  });

  test("refuses a disabled account even with its password", async () => {
    const { id, username } = await account();
    const admin = world.as(await world.actor("admin"));
    await disablePerson(admin, { personId: id, version: 1, reason: "" });
    await expect(enter(username)).rejects.toMatchObject({ code: "access.disabled" });
  });
});

describe("guessing", () => {
  test("ten wrong guesses in 15 minutes reach the hash; the right password too must wait, and no longer than that", async () => {
    const { username } = await account();
    for (let i = 0; i < 10; i++)
      await expect(enter(username, after(i / 10), "wrong")).rejects.toMatchObject({
        code: "access.wrongPassword",
      });
    await expect(enter(username, after(2))).rejects.toMatchObject({
      code: "access.throttled",
      details: { minutes: 13 },
    });
    for (let i = 0; i < 30; i++)
      await expect(enter(username, after(2 + i / 5), "wrong")).rejects.toMatchObject({
        code: "access.throttled",
      });
    expect(await world.lastEvent()).toMatchObject({
      verb: "session.refuse",
      payload: { reason: "access.throttled" },
    });
    expect(await who(await enter(username, after(15.01)), after(15.01))).not.toBeNull();
  });

  test("strangers' guesses lock nobody out of a browser that the account was signed in with before", async () => {
    const { username } = await account();
    const browser = knownBrowserWith(undefined, username);
    for (let i = 0; i < 11; i++) await expect(enter(username, start, "wrong")).rejects.toThrow();
    await expect(enter(username)).rejects.toMatchObject({ code: "access.throttled" });
    const known = (word: string) =>
      signIn(world.as(visitorActor), { username, password: word, next: "" }, { browser }, start);
    expect(await known(password)).toHaveProperty("token");
    // It is a count of its own, not a way round the count; and a browser of somebody else's is none.
    for (let i = 0; i < 10; i++)
      await expect(known("wrong")).rejects.toMatchObject({ code: "access.wrongPassword" });
    await expect(known(password)).rejects.toMatchObject({ code: "access.throttled" });
    const theirs = knownBrowserWith(undefined, "somebody-else");
    const asTheirs = signIn(
      world.as(visitorActor),
      { username, password, next: "" },
      { browser: theirs },
      start,
    );
    await expect(asTheirs).rejects.toMatchObject({ code: "access.throttled" });
  });

  test("an administrator lets the owner of a guessed account in at once", async () => {
    const { username, id } = await account();
    for (let i = 0; i < 11; i++) await expect(enter(username, start, "wrong")).rejects.toThrow();
    const admin = world.as(await world.newcomer("admin"));
    expect((await personOf(admin, id, start)).lockedMinutes).toBe(15);
    await unlockPerson(admin, { personId: id });
    expect(await world.lastEvent()).toMatchObject({
      verb: "person.unlock",
      payload: { after: { guessesForgotten: 10 } },
    });
    expect((await personOf(admin, id, start)).lockedMinutes).toBe(0);
    expect(await enter(username)).toBeTruthy();
    await expect(unlockPerson(admin, { personId: id })).rejects.toMatchObject({ code: "access.notLocked" });
  });

  test("a browser keeps the newest eight accounts, and what somebody made up counts for none", () => {
    let kept: string | undefined;
    const names = Array.from({ length: 10 }, (_, i) => `person${i}`);
    for (const name of names) kept = knownBrowserWith(kept, name);
    expect(names.filter((name) => knownBrowserOf(kept, name) !== undefined)).toEqual(names.slice(2));
    expect(knownBrowserWith(kept, "person9")).toBe(kept);
    for (const made of ["", "~", "a.b", "person1.x", undefined])
      expect(knownBrowserOf(made, "person1")).toBeUndefined();
  });

  test("guesses side by side do not slip past the quota", async () => {
    const { username } = await account();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        enter(username, start, "wrong").then(
          () => "in",
          (error) => error.code,
        ),
      ),
    );
    expect(answers.filter((answer) => answer === "access.wrongPassword").length).toBe(10);
    expect(answers.filter((answer) => answer === "access.throttled").length).toBe(20);
  });

  test("another account is not held up, and signing in rightly costs no guesses", async () => {
    const [guessed, other] = [await account(), await account()];
    for (let i = 0; i < 10; i++) await enter(guessed.username, start, "wrong").catch(() => undefined);
    for (let i = 0; i < 12; i++) expect(await enter(other.username)).toBeTruthy();
  });

  test("what is counted is forgotten when it no longer counts", async () => {
    await enter("nobody-old", after(-100), "x").catch(() => undefined);
    await enter("nobody-new", after(2000), "x").catch(() => undefined);
    const names = (await world.db.select().from(signInAttempts)).map((row) => row.username);
    expect(names).toContain("nobody-new");
    expect(names).not.toContain("nobody-old");
  });
});

describe("a session ends", () => {
  test("30 minutes after it was last used", async () => {
    const { username } = await account();
    const token = await enter(username);
    expect(await who(token, after(29))).not.toBeNull();
    expect(await who(token, after(58))).not.toBeNull();
    expect(await who(token, after(88.1))).toBeNull();
    expect(await who(token, after(59))).not.toBeNull();
  });

  test("12 hours after signing in, however busy", async () => {
    const { username } = await account();
    const token = await enter(username);
    for (let minute = 20; minute < 720; minute += 20) expect(await who(token, after(minute))).not.toBeNull();
    expect(await who(token, after(720))).toBeNull();
  });

  test("notes that it was seen at most once a minute", async () => {
    const { id, username } = await account();
    const token = await enter(username);
    const seenAt = async () =>
      (await world.db.select().from(sessions).where(eq(sessions.personId, id)))[0]?.seenAt;
    await who(token, after(0.9));
    expect(await seenAt()).toBe(start.toISOString());
    await who(token, after(1.1));
    expect(await seenAt()).toBe(after(1.1).toISOString());
  });

  test("at signing out", async () => {
    const { ctx, username } = await account();
    const token = await enter(username);
    await signOut(ctx, token);
    expect(await who(token)).toBeNull();
    expect(await world.lastEvent()).toMatchObject({ verb: "session.end", actorName: username });
  });

  test("at disabling, by the next request, and opening the account again does not bring it back", async () => {
    const { id, username } = await account();
    const token = await enter(username);
    const admin = world.as(await world.actor("admin"));
    await disablePerson(admin, { personId: id, version: 1, reason: "调离" });
    expect(await who(token)).toBeNull();
    await enablePerson(admin, { personId: id, version: 2 });
    expect(await who(token)).toBeNull();
  });

  test("when its own person ends it, and nobody else can", async () => {
    const [one, other] = [await account(), await account()];
    const token = await enter(one.username);
    const sessionId = (await who(token))?.sessionId as number;
    await expect(endSession(other.ctx, { sessionId })).rejects.toThrow("Not found");
    expect(await who(token)).not.toBeNull();
    await endSession(one.ctx, { sessionId });
    expect(await who(token)).toBeNull();
  });
});

describe("a change of the account takes effect at the next request", () => {
  test("of role and scope", async () => {
    const { id, username } = await account("office");
    const token = await enter(username);
    const town = await world.town("新民镇");
    const admin = world.as(await world.actor("admin"));
    await editPerson(admin, {
      personId: id,
      version: 1,
      name: username,
      post: "",
      role: "town",
      scopeId: town.id,
    });
    expect((await who(token))?.actor).toMatchObject({ role: "town", scope: { code: town.code } });
  });

  test("of password: every other session is over, and this one goes on under a new token", async () => {
    const { ctx, username } = await account();
    const [here, there] = [await enter(username), await enter(username)];
    const sessionId = (await who(here))?.sessionId as number;
    const { token } = await changePassword(
      ctx,
      { currentPassword: password, password: "second-pass-99" },
      sessionId,
      start,
    );
    expect(await who(there)).toBeNull();
    expect(await who(here)).toBeNull();
    expect((await who(token))?.sessionId).toBe(sessionId);
    expect(await world.lastEvent()).toMatchObject({
      verb: "password.change",
      payload: { after: { sessionsEnded: 1 } },
    });
    await expect(enter(username)).rejects.toMatchObject({ code: "access.wrongPassword" });
    expect(await enter(username, start, "second-pass-99")).toBeTruthy();
  });

  test("of password by an administrator: all sessions and tokens are over, and the new one must be changed", async () => {
    const { id, ctx, username } = await account();
    const token = await enter(username);
    const { token: api } = await createToken(ctx, { name: "script", days: 90 });
    const admin = world.as(await world.actor("admin"));
    const { oneTimePassword } = await resetPassword(admin, { personId: id, clearSecondFactor: false });
    expect(await who(token)).toBeNull();
    expect(await actorOfApiToken(world.db, api as string, start)).toBeNull();
    expect(JSON.stringify(await world.lastEvent())).not.toContain(oneTimePassword);
    expect(await who(await enter(username, start, oneTimePassword as string))).toMatchObject({
      mustChangePassword: true,
    });
  });
});

describe("changing a password", () => {
  test("settles the change that a given password calls for", async () => {
    const { ctx, username } = await account("office", { mustChangePassword: true });
    const session = await who(await enter(username));
    expect(session?.mustChangePassword).toBe(true);
    const { token } = await changePassword(
      ctx,
      { currentPassword: password, password: "second-pass-99" },
      session?.sessionId as number,
      start,
    );
    expect((await who(token))?.mustChangePassword).toBe(false);
  });

  test("needs the current one, and guessing at it is throttled like signing in", async () => {
    const { ctx, username } = await account();
    const sessionId = (await who(await enter(username)))?.sessionId as number;
    const guess = () =>
      changePassword(ctx, { currentPassword: "wrong", password: "second-pass-99" }, sessionId, start);
    for (let i = 0; i < 10; i++)
      await expect(guess()).rejects.toMatchObject({ code: "access.wrongCurrent", field: "currentPassword" });
    await expect(guess()).rejects.toMatchObject({ code: "access.throttled" });
  });

  test.each([
    [password, "access.samePassword"],
    ["short-1", "access.passwordShort"],
    ["abcdefghijkl", "access.passwordPlain"],
    ["password-2016", "access.passwordCommon"],
    ["aaaaaaaaaa1", "access.passwordPlain"],
  ])("refuses %s: %s", async (wanted, code) => {
    const { ctx, username } = await account();
    const sessionId = (await who(await enter(username)))?.sessionId as number;
    await expect(
      changePassword(ctx, { currentPassword: password, password: wanted }, sessionId, start),
    ).rejects.toMatchObject({ code });
  });
});

test("an account does not go back to its last five passwords, nor to one that an administrator replaced", async () => {
  const { ctx, username, id } = await account();
  const { sessionId } = (await who(await enter(username))) as { sessionId: number };
  const words = [
    "purple kettles sing",
    "seven quiet lanterns",
    "orange river boats",
    "velvet mountain drums",
    "silver pepper trees",
    "green paper bridges",
  ];
  let current = password;
  for (const word of words) {
    await changePassword(ctx, { currentPassword: current, password: word }, sessionId, start);
    current = word;
  }
  const back = (word: string) =>
    changePassword(ctx, { currentPassword: current, password: word }, sessionId, start);
  for (const word of words.slice(0, 5))
    await expect(back(word)).rejects.toMatchObject({ code: "access.formerPassword", field: "password" });
  await resetPassword(world.as(await world.newcomer("admin")), {
    personId: id,
    password: "brown cellar windows",
    clearSecondFactor: false,
  });
  const again = (await who(await enter(username, start, "brown cellar windows"))) as { sessionId: number };
  const leave = (word: string) =>
    changePassword(ctx, { currentPassword: "brown cellar windows", password: word }, again.sessionId, start);
  await expect(leave("green paper bridges")).rejects.toMatchObject({ code: "access.formerPassword" });
  await leave(password); // seven passwords ago
});

describe("who must have a second factor", () => {
  test.each(["admin", "auditor"] as const)("%s must set one up before anything else", async (role) => {
    const { username } = await account(role);
    expect((await who(await enter(username)))?.secondFactorDue).toBe("enrol");
  });
  test.each(["office", "leader"] as const)("%s need not", async (role) => {
    const { username } = await account(role);
    expect((await who(await enter(username)))?.secondFactorDue).toBeNull();
  });
});

describe("an API token", () => {
  test("reads as its person and writes nothing, is kept as a hash and shown once", async () => {
    const { ctx, id } = await account("office");
    const { token } = await createToken(ctx, { name: "每月汇总", days: 90, key: "k1" });
    expect(await world.lastEvent()).toMatchObject({ verb: "token.create", subjectName: "每月汇总" });
    expect(JSON.stringify(await world.db.select().from(apiTokens))).not.toContain(token);
    expect(await createToken(ctx, { name: "每月汇总", days: 90, key: "k1" })).toMatchObject({ token: null });
    expect(await world.db.select().from(apiTokens).where(eq(apiTokens.personId, id))).toHaveLength(1);
    const actor = (await actorOfApiToken(world.db, token as string, start)) as Actor;
    expect(may(actor, "board.read", { divisionCode: world.district.code })).toBe(true);
    expect(may(actor, "export.run", { divisionCode: world.district.code })).toBe(true);
    expect(may(actor, "income.post", { divisionCode: world.district.code })).toBe(false);
    expect(may(actor, "token.create", { personId: id })).toBe(false);
  });

  test("is dead once revoked, which only its person can do, and once", async () => {
    const [one, other] = [await account(), await account()];
    const { id, token } = await createToken(one.ctx, { name: "script", days: 90 });
    await expect(revokeToken(other.ctx, { tokenId: id })).rejects.toThrow("Not found");
    expect(await actorOfApiToken(world.db, token as string, start)).not.toBeNull();
    await revokeToken(one.ctx, { tokenId: id });
    expect(await world.lastEvent()).toMatchObject({ verb: "token.revoke", subjectId: id });
    expect(await actorOfApiToken(world.db, token as string, start)).toBeNull();
    await expect(revokeToken(one.ctx, { tokenId: id })).rejects.toThrow("Not found");
  });

  test("ends by itself after the days it was made for, and at once when its person's password changes", async () => {
    const { ctx, username } = await account();
    const { token } = await createToken(ctx, { name: "script", days: 30 }, start);
    const days = (n: number) => after(n * 24 * 60);
    expect(await actorOfApiToken(world.db, token as string, days(29.99), "192.0.2.7")).not.toBeNull();
    expect(await world.db.select().from(apiTokens).where(eq(apiTokens.name, "script"))).toContainEqual(
      expect.objectContaining({ usedFrom: "192.0.2.7" }),
    );
    expect(await actorOfApiToken(world.db, token as string, days(30))).toBeNull();

    const { token: next } = await createToken(ctx, { name: "script", days: 365 }, start);
    const sessionId = (await who(await enter(username)))?.sessionId as number;
    await changePassword(
      ctx,
      { currentPassword: password, password: "purple kettles sing" },
      sessionId,
      start,
    );
    expect(await actorOfApiToken(world.db, next as string, start)).toBeNull();
    expect(await world.lastEvent()).toMatchObject({
      verb: "password.change",
      payload: { after: { tokensRevoked: 2 } },
    });
  });

  test("made before tokens ended by themselves, it ends a year after it was made", async () => {
    const { ctx, id } = await account();
    const { token } = await createToken(ctx, { name: "script", days: 90 }, start);
    await world.db.transaction((tx) =>
      tx.update(apiTokens).set({ expiresAt: null }).where(eq(apiTokens.personId, id)),
    );
    expect(await actorOfApiToken(world.db, token as string, after(364.9 * 24 * 60))).not.toBeNull();
    expect(await actorOfApiToken(world.db, token as string, after(365 * 24 * 60))).toBeNull();
  });

  test("an administrator, who sees no figures, gets none", async () => {
    const { ctx } = await account("admin");
    await expect(createToken(ctx, { name: "script", days: 90 })).rejects.toThrow("Forbidden");
  });
});
