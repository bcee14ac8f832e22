import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { people, type Role } from "#db/schema/index.ts";
import { newcomer, setStage } from "#lib/testing/stage.ts";
import { openWorld } from "#lib/testing/world.ts";
import { createToken } from "../commands/own-account.ts";
import {
  confirmPerson,
  createPerson,
  disablePerson,
  editPerson,
  enablePerson,
  resetPassword,
} from "../commands/people.ts";
import { actorOfApiToken, actorOfSession, signIn, visitorActor } from "../store/sessions.ts";
import { personOf } from "./people.ts";
import { readerNamed } from "./reader.ts";

// Of an administrator's and an auditor's account nobody lets themselves in alone.

const world = await openWorld();
const stage = await setStage(world);
const [first, second] = [world.as(await world.newcomer("admin")), world.as(await world.newcomer("admin"))];
const operator = world.as(world.operator);
const password = "blue-Kettle-42";
const visitor = world.as(visitorActor);
const enter = (username: string, given = password) =>
  signIn(visitor, { username, password: given, next: "" });
const versionOf = async (id: number) =>
  (await world.db.select().from(people).where(eq(people.id, id)))[0]?.version as number;
const confirm = async (ctx: typeof first, personId: number) =>
  confirmPerson(ctx, { personId, version: await versionOf(personId) });

let made = 0;
async function opened(role: Role, by = first) {
  const username = `holder-${++made}`;
  const { id } = await createPerson(by, {
    username,
    name: "周敏",
    post: "",
    role,
    scopeId: world.district.id,
    password,
    mustChangePassword: false,
  });
  return { id, username };
}
const edit = async (id: number, role: Role) => ({
  personId: id,
  version: await versionOf(id),
  name: "周敏",
  post: "",
  role,
  scopeId: world.district.id,
});

describe.each(["admin", "auditor"] as const)("an account of %s", (role) => {
  test("that one administrator opened lets nobody in until another confirms it, who is named; its asker cannot", async () => {
    const { id, username } = await opened(role);
    expect((await world.lastEvent()).payload.after).toMatchObject({ awaitsConfirmation: true });
    await expect(enter(username)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
    await expect(confirm(first, id)).rejects.toMatchObject({
      code: "access.awaitsAdministrator",
      details: { names: expect.stringContaining(second.actor.name) },
    });
    expect((await personOf(first, id)).awaited).toMatchObject({ by: first.actor.name });
    await confirm(second, id);
    expect(await world.lastEvent()).toMatchObject({
      verb: "person.confirm",
      actorId: second.actor.id,
      subjectId: id,
    });
    expect((await enter(username)).personId).toBe(id);
    await expect(confirm(second, id)).rejects.toMatchObject({ code: "access.notAwaited" });
  });

  test("that somebody is given awaits another, and what they were signed in with is dead for good", async () => {
    const { id, username } = await opened("office");
    const { token } = await enter(username);
    const api = await createToken(
      world.as({ id, username, name: "", role: "office", scope: world.district }),
      { name: "报表", days: 90 },
    );
    await editPerson(first, await edit(id, role));
    const now = new Date();
    const dead = async () => [
      await actorOfSession(world.db, token, now),
      await actorOfApiToken(world.db, api.token as string, now),
    ];
    expect(await dead()).toEqual([null, null]);
    await expect(readerNamed(world.db, username)).rejects.toThrow("Not found");
    await confirm(second, id);
    expect(await dead()).toEqual([null, null]);
    expect((await enter(username)).personId).toBe(id);
  });

  test("whose password or second factor one administrator resets awaits another", async () => {
    const { id, username } = await newcomer(stage, role);
    await resetPassword(first, { personId: id as number, password, clearSecondFactor: true });
    await expect(enter(username)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
    await expect(confirm(first, id as number)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
    await confirm(second, id as number);
    expect((await enter(username)).personId).toBe(id);
  });

  test("is not let in by shutting and opening it, by a change of name, or by a detour over another role", async () => {
    const { id, username } = await opened(role);
    await disablePerson(first, { personId: id, version: await versionOf(id), reason: "" });
    await enablePerson(first, { personId: id, version: await versionOf(id) });
    await editPerson(first, { ...(await edit(id, role)), name: "周敏敏" });
    await expect(enter(username)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
    await editPerson(first, await edit(id, "office"));
    await editPerson(first, await edit(id, role));
    await expect(enter(username)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
    await expect(confirm(first, id)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
  });

  test("is confirmed as it was seen: a reset in between is another request", async () => {
    const { id } = await opened(role);
    const version = await versionOf(id);
    await resetPassword(first, { personId: id, clearSecondFactor: false });
    await expect(confirmPerson(second, { personId: id, version })).rejects.toMatchObject({
      code: "changedMeanwhile",
    });
  });

  test("that the operator opens or resets stands at once", async () => {
    const { id, username } = await opened(role, operator);
    expect((await enter(username)).personId).toBe(id);
    await resetPassword(operator, { personId: id, password: "green-Kettle-43", clearSecondFactor: false });
    expect((await enter(username, "green-Kettle-43")).personId).toBe(id);
  });
});

test("accounts of other roles await nobody, and one that leaves such a role neither", async () => {
  for (const role of ["office", "leader"] as const) {
    const { id, username } = await opened(role);
    await resetPassword(first, { personId: id, password: "green-Kettle-43", clearSecondFactor: false });
    expect((await enter(username, "green-Kettle-43")).personId).toBe(id);
  }
  const { id, username } = await opened("auditor");
  await editPerson(second, await edit(id, "leader"));
  expect((await enter(username)).personId).toBe(id);
});

test("an account that was there before there were two persons is nobody's request", async () => {
  const { id, username } = await stage.account("admin");
  expect((await world.db.select().from(people).where(eq(people.id, id)))[0]?.awaitsSince).toBeNull();
  expect(await readerNamed(world.db, username)).toMatchObject({ id });
});

test("where one administrator is alone the operator confirms, and the refusal says so", async () => {
  const alone = world.as(await world.newcomer("admin"));
  const others = await world.db.select().from(people).where(eq(people.role, "admin"));
  const { id, username } = await opened("auditor", alone);
  await world.db.transaction(async (tx) => {
    for (const other of others.filter((each) => each.id !== alone.actor.id))
      await tx.update(people).set({ disabledAt: "2016-12-31T00:00:00.000Z" }).where(eq(people.id, other.id));
  });
  await expect(enter(username)).rejects.toMatchObject({ code: "access.awaitsOperator" });
  await expect(confirm(alone, id)).rejects.toMatchObject({
    code: "access.awaitsOperator",
    details: { username },
  });
  await confirm(operator, id);
  expect((await enter(username)).personId).toBe(id);
});
