import { describe, expect, test } from "vitest";
import { auditEvents, screens } from "#db/schema/index.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { factsOf } from "#lib/facts/queries/facts.ts";
import { tokenHashOf } from "#lib/people/store/sessions.ts";
import { openWorld } from "#lib/testing/world.ts";
import { createScreen, revokeScreen } from "./commands/screens.ts";
import { screensOf } from "./queries/screens.ts";
import { actorOfScreen } from "./store/entry.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const lianhua = await world.town("莲花镇");
const noon = new Date("2016-12-31T04:00:00.000Z");
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const hung = async (name: string) => {
  const made = await createScreen(office, { name, scopeId: lianhua.id });
  return { id: made.id, token: made.token as string };
};

describe("the link of a screen", () => {
  test("is 256 random bits, kept as its hash alone, and audited without it", async () => {
    const { id, token } = await hung("三楼会议室");
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const rows = await world.db.select().from(screens);
    expect(rows.map((row) => row.tokenHash)).toEqual([tokenHashOf(token)]);
    expect(rows[0]?.createdAt, "by the product's clock, as all that stands beside it").toBe(
      office.now.toISOString(),
    );
    expect(JSON.stringify(rows)).not.toContain(token);
    const event = await world.lastEvent();
    expect(event).toMatchObject({
      verb: "screen.create",
      subjectType: "screen",
      subjectId: id,
      subjectName: "三楼会议室",
      divisionCode: lianhua.code,
    });
    expect(event.payload.after).toEqual({ name: "三楼会议室", scope: "莲花镇" });
    expect(JSON.stringify(event)).not.toContain(token);
  });

  test("is made once for a form sent twice, and shown once", async () => {
    const input = { name: "大厅", scopeId: lianhua.id, key: "form-1" };
    const [first, second] = [await createScreen(office, input), await createScreen(office, input)];
    expect(second).toEqual({ id: first.id, name: "大厅", token: null });
  });

  test("opens the board of its own division and nothing else, and writes nothing", async () => {
    const { token } = await hung("走廊");
    const actor = await actorOfScreen(world.db, token, noon);
    if (!actor) throw new Error("The screen stands");
    const screen = world.as(actor);
    expect((await boardOf(screen)).node.name).toBe("莲花镇");
    await expect(boardOf(screen, { node: (await world.town("新民镇")).code })).rejects.toThrow(NotFound);
    await expect(factsOf(screen)).rejects.toThrow(Forbidden);
    await expect(screensOf(screen)).rejects.toThrow(Forbidden);
    await expect(createScreen(screen, { name: "x", scopeId: lianhua.id })).rejects.toThrow(Forbidden);
  });

  test("opens nothing from the moment it is revoked, and is revoked once", async () => {
    const { id, token } = await hung("食堂");
    expect(await actorOfScreen(world.db, token, noon)).not.toBeNull();
    await revokeScreen(office, { screenId: id });
    expect(await actorOfScreen(world.db, token, noon)).toBeNull();
    expect(await world.lastEvent()).toMatchObject({
      verb: "screen.revoke",
      subjectId: id,
      payload: { before: { revoked: false }, after: { revoked: true } },
    });
    await expect(revokeScreen(office, { screenId: id })).rejects.toThrow(Refused);
  });

  test("opens nothing when it was never given out", async () => {
    expect(await actorOfScreen(world.db, "A".repeat(43), noon)).toBeNull();
    expect(await actorOfScreen(world.db, "", noon)).toBeNull();
  });
});

test("that a screen was seen is noted once a minute, outside the trail", async () => {
  const { id, token } = await hung("值班室");
  const events = async () => (await world.db.select().from(auditEvents)).length;
  const seen = async () => (await screensOf(office)).find((screen) => screen.id === id)?.seenAt;
  const before = await events();
  expect(await seen()).toBeNull();
  for (const seconds of [0, 30, 59]) await actorOfScreen(world.db, token, later(seconds));
  expect(await seen()).toBe(noon.toISOString());
  await actorOfScreen(world.db, token, later(61));
  expect(await seen()).toBe(later(61).toISOString());
  expect(await events()).toBe(before);
});

test("the office sees the screens that stand first, then the revoked ones; another town's office sees none of them", async () => {
  const names = (await screensOf(office)).map((screen) => [screen.name, screen.revokedAt !== null]);
  expect(names.at(-1)).toEqual(["食堂", true]);
  expect(names.filter(([, revoked]) => revoked)).toHaveLength(1);
  expect(await screensOf(world.as(await world.actor("office", "新民镇")))).toEqual([]);
});
