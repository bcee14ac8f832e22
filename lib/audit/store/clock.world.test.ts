import { expect, test } from "vitest";
import { auditEvents } from "#db/schema/index.ts";
import { createPerson } from "#lib/people/commands/people.ts";
import { accountIdOf } from "#lib/people/queries/people.ts";
import { openWorld } from "#lib/testing/world.ts";
import { requireClock } from "./clock.ts";
import { record } from "./record.ts";

test("a clock before the newest entry of the log is refused, a few minutes are not", async () => {
  const world = await openWorld();
  const at = new Date("2030-03-01T08:00:00Z");
  const subject = { type: "district", id: null, name: "x", divisionCode: world.district.code } as const;
  await world.db.transaction((tx) =>
    record(tx, { ...world.as(world.operator), now: at }, "person.create", subject),
  );
  await expect(requireClock(world.db, new Date("2030-03-01T07:50:00Z"))).rejects.toThrow("set the clock");
  await requireClock(world.db, new Date("2030-03-01T07:56:00Z"));
  await requireClock(world.db, new Date("2030-03-02T00:00:00Z"));
});

test("while it runs, nothing is recorded by a clock that went back, and what it changed is taken back with it", async () => {
  const world = await openWorld();
  const admin = await world.actor("admin");
  const form = (username: string) => ({
    username,
    name: "张伟",
    post: "",
    role: "office" as const,
    scopeId: world.district.id,
    mustChangePassword: true,
  });
  const running = { ...world.as(admin), now: new Date(), byClock: true as const };
  const ahead = (ms: number) => ({ ...world.as(admin), now: new Date(Date.now() + ms) });
  await createPerson(running, form("before"));
  await createPerson(ahead(4 * 60_000), form("little"));
  await createPerson(running, form("within"));
  await createPerson(ahead(3_600_000), form("ahead"));
  const count = async () => (await world.db.select().from(auditEvents)).length;
  const events = await count();
  await expect(createPerson(running, form("lost"))).rejects.toMatchObject({
    code: "clockBehind",
    details: { newest: expect.stringMatching(/^\d{4}-/) },
  });
  expect(await count()).toBe(events);
  expect(await accountIdOf(world.db, "lost")).toBeNull();
});
