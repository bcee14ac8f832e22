import { gt } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents } from "#db/schema/index.ts";
import { whileDiskFails } from "#lib/testing/failing-disk.ts";
import { openWorld } from "#lib/testing/world.ts";
import { deny } from "./deny.ts";
import { record } from "./record.ts";

const world = await openWorld();
const clerk = world.as(await world.actor("town", "莲花镇"));
const since = (seq: number) => world.db.select().from(auditEvents).where(gt(auditEvents.seq, seq));

test("what may not be done is refused also where that cannot be recorded: the disk takes nothing, or the clock went back", async () => {
  const before = (await world.lastEvent()).seq;
  await whileDiskFails(world.db, () => deny(clerk, "audit.read"));
  expect(await since(before)).toEqual([]);
  await deny(clerk, "audit.read");
  expect(await since(before)).toMatchObject([{ verb: "access.deny" }]);

  const subject = { type: "district", id: null, name: "x", divisionCode: world.district.code } as const;
  await world.db.transaction((tx) =>
    record(tx, { ...clerk, now: new Date(Date.now() + 3_600_000) }, "person.create", subject),
  );
  await deny({ ...clerk, now: new Date(), byClock: true }, "person.read");
  expect(await since(before + 2)).toEqual([]);
});
