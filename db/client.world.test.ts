import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { openWorld } from "#lib/testing/world.ts";
import type { Tx } from "./client.ts";
import { auditEvents, settings } from "./schema/index.ts";
import { isDuplicate } from "./sql.ts";

const world = await openWorld();
const settingOf = async (key: string) =>
  (await world.db.select().from(settings).where(eq(settings.key, key)))[0]?.value;

test("a transaction that rejects leaves nothing behind", async () => {
  const failing = world.db.transaction(async (tx) => {
    await tx.insert(settings).values({ key: "half", value: "1" });
    await new Promise((resolve) => setImmediate(resolve));
    await tx.insert(settings).values({ key: "half2", value: "1" });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await settingOf("half")).toBeUndefined();
  expect(await settingOf("half2")).toBeUndefined();
});

test("writers take turns: a read and a later write of the same transaction never interleave with another's", async () => {
  await world.db.transaction((tx) => tx.insert(settings).values({ key: "counter", value: "0" }));
  const addOne = () =>
    world.db.transaction(async (tx) => {
      const [row] = await tx.select().from(settings).where(eq(settings.key, "counter"));
      await new Promise((resolve) => setImmediate(resolve));
      await tx
        .update(settings)
        .set({ value: String(Number(row?.value) + 1) })
        .where(eq(settings.key, "counter"));
    });
  await Promise.all(Array.from({ length: 50 }, addOne));
  expect(await settingOf("counter")).toBe("50");
});

test("a transaction inside a transaction fails at once and says what to do", async () => {
  const nested = world.db.transaction(() => world.db.transaction(async () => "never"));
  await expect(nested).rejects.toThrow("pass the outer `tx` on");
});

test("a tx kept beyond its transaction cannot write", async () => {
  let kept: Tx | undefined;
  await world.db.transaction(async (tx) => {
    kept = tx;
  });
  expect(() => kept?.insert(settings)).toThrow();
});

test("readers do not see what is not yet committed", async () => {
  await world.db.transaction(async (tx) => {
    await tx.insert(settings).values({ key: "unseen", value: "1" });
    expect(await settingOf("unseen")).toBeUndefined();
  });
  expect(await settingOf("unseen")).toBe("1");
});

test("a duplicate is recognised on this engine", async () => {
  const again = world.db.transaction((tx) =>
    tx.insert(settings).values({ key: "demonstration", value: "no" }),
  );
  await expect(again).rejects.toSatisfy(isDuplicate);
});

test("the trail refuses update and delete by SQL itself", async () => {
  await expect(
    world.db.transaction((tx) => tx.update(auditEvents).set({ actorName: "x" })),
  ).rejects.toThrow();
  await expect(world.db.transaction((tx) => tx.delete(auditEvents))).rejects.toThrow();
});
