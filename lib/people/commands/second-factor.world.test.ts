import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { expect, test } from "vitest";
import { people, type Role } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import { openWorld } from "#lib/testing/world.ts";
import { enrolment, offeredSecret, passSecondFactor, seal, stepOf, unseal } from "../store/second-factor.ts";
import { actorOfSession, signIn, visitorActor } from "../store/sessions.ts";
import { createPerson, resetPassword } from "./people.ts";
import { enrolSecondFactor, removeSecondFactor } from "./second-factor.ts";

const world = await openWorld();
const start = new Date("2026-03-02T01:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const password = "first-pass-88";
const codeOf = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
const who = (token: string, at = start) => actorOfSession(world.db, token, at);

let made = 0;
async function account(role: Role = "auditor") {
  const username = `person${++made}`;
  const given = {
    username,
    name: username,
    post: "",
    role,
    scopeId: world.district.id,
    password,
    mustChangePassword: false,
  };
  const { id } = await createPerson(world.as(world.operator), given);
  const actor: Actor = { id, username, name: username, role, scope: world.district };
  const enter = async (at = start) => {
    const { token } = await signIn(world.as(visitorActor), { username, password, next: "" }, {}, at);
    const sessionId = (await who(token, at))?.sessionId as number;
    return { token, sessionId };
  };
  return { id, actor, ctx: world.as(actor), enter };
}
/** An account whose device was enrolled at `start`. */
async function enrolled(role?: Role) {
  const person = await account(role);
  const session = await person.enter();
  const secret = offeredSecret(session.token);
  const { token } = await enrolSecondFactor(person.ctx, codeOf(secret, start), session, start);
  return { ...person, secret, token, old: session.token, sessionId: session.sessionId };
}

test("a code of the offered secret turns it on, settles what was due, and renews the session's token", async () => {
  const { id, secret, token, old } = await enrolled();
  expect(await who(old)).toBeNull();
  expect(await who(token)).toMatchObject({ secondFactorDue: null });
  expect(await world.lastEvent()).toMatchObject({ verb: "secondFactor.enrol", subjectId: id });
  const [row] = await world.db.select().from(people).where(eq(people.id, id));
  expect(row?.totpSecret).not.toContain(secret);
  expect(unseal(row?.totpSecret as string, id)).toBe(secret);
});

test("a wrong code turns nothing on", async () => {
  const { id, ctx, enter } = await account();
  await expect(enrolSecondFactor(ctx, "000000", await enter(), start)).rejects.toMatchObject({
    code: "access.wrongCode",
    field: "code",
  });
  const [row] = await world.db.select().from(people).where(eq(people.id, id));
  expect(row?.totpSecret).toBeNull();
});

test("it is not turned on twice, so a borrowed session cannot put another device in its place", async () => {
  const { ctx, token, sessionId } = await enrolled();
  const code = codeOf(offeredSecret(token), after(60));
  await expect(enrolSecondFactor(ctx, code, { sessionId, token }, after(60))).rejects.toMatchObject({
    code: "access.alreadyEnrolled",
  });
});

test("from then on signing in owes a code, and the code settles it", async () => {
  const { ctx, secret, enter } = await enrolled("office");
  const { token, sessionId } = await enter(after(60));
  expect((await who(token, after(60)))?.secondFactorDue).toBe("code");
  const passed = await passSecondFactor(ctx, codeOf(secret, after(60)), sessionId, after(60));
  expect(await who(token, after(60))).toBeNull();
  expect((await who(passed.token, after(60)))?.secondFactorDue).toBeNull();
  expect(await world.lastEvent()).toMatchObject({ verb: "session.verify", subjectId: sessionId });
});

test("each code is good once, whoever else is quick: the one that enrolled is spent, and of two at a time one gets in", async () => {
  const { ctx, secret, enter } = await enrolled();
  const { sessionId } = await enter(after(1));
  await expect(passSecondFactor(ctx, codeOf(secret, start), sessionId, after(1))).rejects.toMatchObject({
    code: "access.usedCode",
  });
  const code = codeOf(secret, after(90));
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => passSecondFactor(ctx, code, sessionId, after(90))),
  );
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled").length).toBe(1);
});

test("an earlier code is dead once a later one was spent", async () => {
  const { ctx, secret, enter } = await enrolled();
  const { sessionId } = await enter(after(90));
  await passSecondFactor(ctx, codeOf(secret, after(120)), sessionId, after(90));
  await expect(passSecondFactor(ctx, codeOf(secret, after(90)), sessionId, after(91))).rejects.toMatchObject({
    code: "access.usedCode",
  });
});

test("ten wrong codes in 15 minutes are all that are looked at", async () => {
  const { ctx, secret, enter } = await enrolled();
  const { sessionId } = await enter(after(60));
  for (let i = 0; i < 10; i++)
    await expect(passSecondFactor(ctx, "000000", sessionId, after(60))).rejects.toMatchObject({
      code: "access.wrongCode",
    });
  const right = (at: Date) => passSecondFactor(ctx, codeOf(secret, at), sessionId, at);
  await expect(right(after(61))).rejects.toMatchObject({ code: "access.throttled" });
  await expect(right(after(60 + 901))).resolves.toBeTruthy();
});

test("turning it off takes a code, and whoever must have one owes it again", async () => {
  const { ctx, secret, sessionId } = await enrolled("auditor");
  await expect(removeSecondFactor(ctx, "000000", sessionId, after(60))).rejects.toMatchObject({
    code: "access.wrongCode",
  });
  const { token } = await removeSecondFactor(ctx, codeOf(secret, after(60)), sessionId, after(60));
  expect((await who(token, after(60)))?.secondFactorDue).toBe("enrol");
  expect(await world.lastEvent()).toMatchObject({ verb: "secondFactor.remove" });
});

test("an administrator may forget a lost device", async () => {
  const { id } = await enrolled("leader");
  const admin = world.as(await world.actor("admin"));
  await resetPassword(admin, { personId: id, clearSecondFactor: true });
  const [row] = await world.db.select().from(people).where(eq(people.id, id));
  expect(row).toMatchObject({ totpSecret: null, totpLastStep: null, mustChangePassword: true });
  expect(await world.lastEvent()).toMatchObject({
    verb: "person.reset",
    payload: { after: { secondFactorCleared: true } },
  });
});

test("what is offered is the session's own and stays the same while it is open", async () => {
  expect(offeredSecret("a")).toBe(offeredSecret("a"));
  expect(offeredSecret("a")).not.toBe(offeredSecret("b"));
  expect(enrolment(offeredSecret("a"), "auditor").uri).toMatch(
    /^otpauth:\/\/totp\/Guatu:auditor\?issuer=Guatu&secret=[A-Z2-7]{32}&/,
  );
  expect(enrolment(offeredSecret("a"), "auditor").typed).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
});

test("a code is taken half a minute early or late, no more", () => {
  const secret = offeredSecret("clock");
  const code = codeOf(secret, start);
  for (const seconds of [-30, 0, 30])
    expect(stepOf(secret, code, after(seconds))).toBe(Math.floor(start.getTime() / 30_000));
  for (const seconds of [-61, 61]) expect(stepOf(secret, code, after(seconds))).toBeNull();
});

test("a sealed secret opens for its own person only, and not when altered", () => {
  const sealed = seal("JBSWY3DPEHPK3PXP", 7);
  expect(unseal(sealed, 7)).toBe("JBSWY3DPEHPK3PXP");
  expect(seal("JBSWY3DPEHPK3PXP", 7)).not.toBe(sealed);
  expect(() => unseal(sealed, 8)).toThrow();
  expect(() => unseal(`${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`, 7)).toThrow();
});
