import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { type Duty, people, type Role } from "#db/schema/index.ts";
import { Forbidden } from "#lib/core/errors.ts";
import { setStage } from "#lib/testing/stage.ts";
import { openWorld } from "#lib/testing/world.ts";
import { confirmPerson, createPerson, disablePerson, editPerson, resetPassword } from "../commands/people.ts";
import { setDuties } from "../commands/sign-in-rules.ts";
import { actorOfSession } from "../store/sessions.ts";

// 三员分立: once it is on, each of the three is somebody's and nobody has two.

const world = await openWorld();
const stage = await setStage(world);
const operator = world.as(world.operator);
const scopeId = world.district.id;
let made = 0;
const opened = async (role: Role, duty: Duty | null = null) => {
  const username = `keeper-${++made}`;
  const { id } = await createPerson(operator, {
    username,
    name: username,
    post: "",
    role,
    duty,
    scopeId,
    mustChangePassword: false,
    password: "blue-Kettle-42",
  });
  return { id, username };
};
/** As the account stands with its next request. */
async function acting({ id, username }: { id: number; username: string }) {
  const { token } = await stage.session({
    id,
    username,
    name: username,
    role: "admin",
    scope: world.district,
  });
  const session = await actorOfSession(world.db, token, new Date());
  if (!session) throw new Error(`${username} is not let in`);
  return world.as(session.actor);
}
const rowOf = async (id: number) =>
  (await world.db.select().from(people).where(eq(people.id, id)))[0] as typeof people.$inferSelect;
const edit = async (id: number, change: { role?: Role; duty?: Duty | null; name?: string }) => {
  const { version, name, post, role, duty } = await rowOf(id);
  return { personId: id, version, name, post, role, duty, scopeId, ...change };
};

const keepers = {} as Record<"system" | "security" | "auditor" | "idle", { id: number; username: string }>;

beforeAll(async () => {
  keepers.system = await opened("admin", "system");
  keepers.idle = await opened("admin");
});

test("it is not turned on while a duty is nobody's, and says whose is missing", async () => {
  const ctx = await acting(keepers.system);
  expect(ctx.actor.duty).toBeUndefined();
  await expect(setDuties(ctx, { on: true })).rejects.toMatchObject({
    code: "access.dutyLacking",
    details: { duty: "security" },
  });
  keepers.security = await opened("admin", "security");
  // An account that awaits a second person holds nothing yet.
  const asking = world.as(await world.newcomer("admin"));
  const given = {
    username: "awaiting",
    name: "区审计",
    post: "",
    role: "auditor",
    scopeId,
    mustChangePassword: true,
  } as const;
  const awaiting = await createPerson(asking, given);
  await expect(setDuties(ctx, { on: true })).rejects.toMatchObject({
    code: "access.dutyLacking",
    details: { duty: "audit" },
  });
  await disablePerson(asking, { personId: awaiting.id, version: 1, reason: "" });
  keepers.auditor = await opened("auditor");
  await setDuties(ctx, { on: true });
  expect(await world.lastEvent()).toMatchObject({
    verb: "duties.set",
    payload: { before: { threeDuties: false }, after: { threeDuties: true } },
  });
});

test("from the next request on each does what is of their duty, and one without does nothing", async () => {
  const [system, security, idle] = [
    await acting(keepers.system),
    await acting(keepers.security),
    await acting(keepers.idle),
  ];
  expect([system.actor.duty, security.actor.duty, idle.actor.duty]).toEqual(["system", "security", "none"]);
  const clerk = await opened("office");
  await editPerson(system, await edit(clerk.id, { name: "改名" }));
  await expect(editPerson(system, await edit(clerk.id, { role: "leader" }))).rejects.toBeInstanceOf(
    Forbidden,
  );
  await editPerson(security, await edit(clerk.id, { role: "leader" }));
  await expect(
    editPerson(security, await edit(clerk.id, { role: "office", name: "又改" })),
  ).rejects.toBeInstanceOf(Forbidden);
  await expect(
    resetPassword(security, { personId: clerk.id, clearSecondFactor: false }),
  ).rejects.toBeInstanceOf(Forbidden);
  await expect(editPerson(idle, await edit(clerk.id, { name: "x" }))).rejects.toBeInstanceOf(Forbidden);
});

test("an account that the one opens, of any role, awaits the other; another of the same duty is not the other", async () => {
  const [system, security, twin] = [
    await acting(keepers.system),
    await acting(keepers.security),
    await acting(await opened("admin", "system")),
  ];
  const { id } = await createPerson(system, {
    username: `clerk-${++made}`,
    name: "办事员",
    post: "",
    role: "leader",
    scopeId,
    mustChangePassword: true,
  });
  const word = { personId: id, version: 1 };
  await expect(confirmPerson(system, word)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
  await expect(confirmPerson(twin, word)).rejects.toMatchObject({
    code: "access.awaitsAdministrator",
    details: { names: keepers.security.username },
  });
  await confirmPerson(security, word);
  expect((await rowOf(id)).awaitsSince).toBeNull();
});

test("a duty is given by the one and confirmed by the other, and until then is nobody's", async () => {
  const [system, security] = [await acting(keepers.system), await acting(keepers.security)];
  await editPerson(security, await edit(keepers.idle.id, { duty: "security" }));
  await expect(acting(keepers.idle)).rejects.toThrow("not let in");
  const word = { personId: keepers.idle.id, version: (await rowOf(keepers.idle.id)).version };
  await expect(confirmPerson(security, word)).rejects.toMatchObject({ code: "access.awaitsAdministrator" });
  await confirmPerson(system, word);
  expect((await acting(keepers.idle)).actor.duty).toBe("security");
});

test("nobody holds two: a duty is one, and of administrators alone", async () => {
  const security = await acting(keepers.security);
  expect((await rowOf((await opened("auditor", "system")).id)).duty).toBeNull();
  const other = await opened("admin", "system");
  await editPerson(security, await edit(other.id, { role: "auditor" }));
  expect(await rowOf(other.id)).toMatchObject({ role: "auditor", duty: null });
});

test("the last of a duty is neither shut nor given another", async () => {
  const [system, security] = [await acting(keepers.system), await acting(keepers.security)];
  for (const { id, role, disabledAt } of await world.db.select().from(people))
    if (role === "auditor" && !disabledAt && id !== keepers.auditor.id)
      await disablePerson(system, { personId: id, version: (await rowOf(id)).version, reason: "" });
  await expect(
    disablePerson(system, {
      personId: keepers.auditor.id,
      version: (await rowOf(keepers.auditor.id)).version,
      reason: "",
    }),
  ).rejects.toMatchObject({
    code: "access.lastOfDuty",
    details: { duty: "audit" },
  });
  await expect(
    editPerson(security, await edit(keepers.auditor.id, { role: "leader" })),
  ).rejects.toMatchObject({ code: "access.lastOfDuty" });
});

test("none of the three puts them together again: that is for whoever holds the machine", async () => {
  await expect(setDuties(await acting(keepers.security), { on: false })).rejects.toMatchObject({
    code: "access.dutiesOperator",
  });
  await expect(setDuties(await acting(keepers.system), { on: false })).rejects.toBeInstanceOf(Forbidden);
  await setDuties(operator, { on: false });
  expect((await acting(keepers.system)).actor.duty).toBeUndefined();
});
