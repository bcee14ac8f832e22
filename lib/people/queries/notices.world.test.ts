import { expect, test } from "vitest";
import { Forbidden } from "#lib/core/errors.ts";
import { openWorld } from "#lib/testing/world.ts";
import { seeNotices } from "../commands/notices.ts";
import { confirmPerson, createPerson, editPerson } from "../commands/people.ts";
import { noticesAtOnce, noticesOf } from "./notices.ts";

const world = await openWorld();
const [admin, other] = [world.as(await world.newcomer("admin")), world.as(await world.newcomer("admin"))];
const [auditor, colleague] = [
  world.as(await world.newcomer("auditor")),
  world.as(await world.newcomer("auditor")),
];
const lianhua = await world.town("莲花镇");
const townAuditor = world.as(await world.newcomer("auditor", "新民镇"));

let made = 0;
const open = (role: "town" | "auditor") =>
  createPerson(admin, {
    username: `clerk${++made}`,
    name: "张伟",
    post: "",
    role,
    scopeId: role === "town" ? lianhua.id : world.district.id,
    mustChangePassword: true,
  });
const told = async (ctx: typeof auditor) => (await noticesOf(ctx)).events.map(({ verb }) => verb);

test("each change of a role or an area is told until it is seen, to each auditor of its place, and what changes neither is not", async () => {
  const { id } = await open("town");
  const edit = { personId: id, name: "张伟", post: "镇长", role: "town" as const, scopeId: lianhua.id };
  await editPerson(admin, { ...edit, version: 1 });
  expect(await told(auditor)).toEqual(["person.create"]);
  await editPerson(admin, { ...edit, version: 2, role: "office" });
  expect(await told(auditor)).toEqual(["person.create", "person.assign"]);
  const { id: newcomer } = await open("auditor");
  await confirmPerson(other, { personId: newcomer, version: 1 });
  const all = ["person.create", "person.assign", "person.create", "person.confirm"];
  expect(await told(auditor)).toEqual(all);
  expect(await told(townAuditor)).toEqual([]);

  const { events } = await noticesOf(auditor);
  await seeNotices(auditor, { through: events[1]?.seq as number });
  expect(await told(auditor)).toEqual(all.slice(2));
  expect(await told(colleague)).toEqual(all);
  await seeNotices(auditor, { through: events[0]?.seq as number });
  expect(await told(auditor)).toEqual(all.slice(2));
});

test("more than are shown at once are counted, the oldest first, and nobody sees ahead of what has happened", async () => {
  for (let at = 0; at <= noticesAtOnce; at++) await open("town");
  await seeNotices(auditor, { through: 1_000_000 });
  expect(await noticesOf(auditor)).toEqual({ events: [], count: 0 });
  const { events, count } = await noticesOf(colleague);
  expect(events).toHaveLength(noticesAtOnce);
  expect(count).toBe(4 + noticesAtOnce + 1);
  await open("town");
  expect(await told(auditor)).toEqual(["person.create"]);
});

test("they are the auditor's to see", async () => {
  await expect(noticesOf(admin)).rejects.toBeInstanceOf(Forbidden);
  await expect(seeNotices(admin, { through: 1 })).rejects.toBeInstanceOf(Forbidden);
});
