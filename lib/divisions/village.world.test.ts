import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents, divisions } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { Conflict, Forbidden, NotFound } from "#lib/core/errors.ts";
import { openWorld } from "#lib/testing/world.ts";
import { editVillage } from "./commands/divisions.ts";

const world = await openWorld();
const village = await world.village("白交祠");
const clerk = world.as(await world.actor("town", "莲花镇"));
const stands = async () => (await world.db.select().from(divisions).where(eq(divisions.id, village.id)))[0];
const events = async () => (await world.db.select({ rows: count() }).from(auditEvents))[0]?.rows;
const edit = (ctx: typeof clerk, version: number, plan: string) =>
  editVillage(ctx, {
    villageId: village.id,
    version,
    plan,
    contact: "村支部书记",
    contactPhone: "0592-7000000",
  });

test("the shipped edition knows how many villages lie below each division", async () => {
  expect(world.district.villages).toBe(136);
  expect((await world.town("莲花镇")).villages).toBe(19);
  expect(village.villages).toBe(1);
});

test("a clerk edits the plan of a village of the own town, with the change by field in the trail", async () => {
  const before = await events();
  expect(await edit(clerk, 1, "发展高山茶与民宿")).toEqual({ id: village.id, version: 2 });
  expect(await stands()).toMatchObject({
    plan: "发展高山茶与民宿",
    contact: "村支部书记",
    version: 2,
    updatedBy: clerk.actor.name,
  });
  expect(await events()).toBe((before ?? 0) + 1);
  expect((await world.lastEvent()).payload).toMatchObject({
    before: { plan: "" },
    after: { plan: "发展高山茶与民宿" },
  });
});

test("the second of two editors is shown what stands and changes nothing", async () => {
  const before = await events();
  const late = edit(clerk, 1, "另一个打算");
  await expect(late).rejects.toBeInstanceOf(Conflict);
  await expect(late).rejects.toMatchObject({
    current: { plan: "发展高山茶与民宿", version: 2 },
    details: { name: clerk.actor.name },
  });
  expect(await stands()).toMatchObject({ plan: "发展高山茶与民宿", version: 2 });
  expect(await events()).toBe(before);
});

test("another town does not find the village, and leaders and auditors may not edit it", async () => {
  await expect(edit(world.as(await world.actor("town", "新民镇")), 2, "x")).rejects.toBeInstanceOf(NotFound);
  for (const role of ["leader", "auditor", "admin"] as const) {
    await expect(edit(world.as(await world.actor(role)), 2, "x")).rejects.toBeInstanceOf(Forbidden);
  }
  expect(await stands()).toMatchObject({ version: 2 });
});
