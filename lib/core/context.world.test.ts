import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { settings } from "#db/schema/index.ts";
import { once } from "#lib/audit/store/once.ts";
import { openWorld } from "#lib/testing/world.ts";
import { Refused } from "./errors.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const clerk = world.as(await world.actor("town", "莲花镇"));

/** A command that adds one to a counter and answers what it then is. */
const addOne = (ctx: typeof office, input: { key?: string; by?: number }) =>
  once(ctx, "income.post", input, async (tx) => {
    const [row] = await tx.select().from(settings).where(eq(settings.key, "times"));
    const times = Number(row?.value ?? 0) + 1;
    if (row)
      await tx
        .update(settings)
        .set({ value: String(times) })
        .where(eq(settings.key, "times"));
    else await tx.insert(settings).values({ key: "times", value: String(times) });
    return { times };
  });
const times = async () =>
  Number((await world.db.select().from(settings).where(eq(settings.key, "times")))[0]?.value ?? 0);

test("ten copies of one form side by side have one effect and the same answer", async () => {
  const before = await times();
  const answers = await Promise.all(Array.from({ length: 10 }, () => addOne(office, { key: "ten" })));
  expect(await times()).toBe(before + 1);
  expect(new Set(answers.map((answer) => answer.times))).toEqual(new Set([before + 1]));
});

test("the same key with another body is refused and changes nothing", async () => {
  await addOne(office, { key: "body", by: 1 });
  const before = await times();
  await expect(addOne(office, { key: "body", by: 2 })).rejects.toMatchObject({ code: "keyReused" });
  expect(await times()).toBe(before);
});

test("another person's key is another key", async () => {
  await addOne(office, { key: "shared" });
  const before = await times();
  await addOne(clerk, { key: "shared" });
  expect(await times()).toBe(before + 1);
});

test("a refused form leaves its key free, so that it can be put right and sent again", async () => {
  const refuse = once(office, "income.post", { key: "again" }, async () => {
    throw new Refused("forbidden");
  });
  await expect(refuse).rejects.toBeInstanceOf(Refused);
  const before = await times();
  await addOne(office, { key: "again" });
  expect(await times()).toBe(before + 1);
});

test("without a key it simply runs", async () => {
  const before = await times();
  await addOne(office, {});
  await addOne(office, {});
  expect(await times()).toBe(before + 2);
});
