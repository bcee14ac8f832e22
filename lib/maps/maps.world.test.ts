import { count, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, mapImports, mapShapes } from "#db/schema/index.ts";
import { asOf } from "#lib/core/context.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { openWorld } from "#lib/testing/world.ts";
import { importMap } from "./commands/maps.ts";
import { importsBelow, placesBelow } from "./queries/maps.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"), "2016-06-15");
const [baijiaoci, junying, wulv] = await Promise.all(["白交祠", "军营", "梧侣"].map(world.village));

// Coordinates are invented: they lie within Tong'an's bounds, and no real village lies there.
const point = (properties: object, coordinates: number[]) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates },
});
const outline = (properties: object, [west, south]: [number, number]) => ({
  type: "Feature",
  properties,
  geometry: {
    type: "Polygon",
    coordinates: [[[west, south], [west + 0.02, south], [west + 0.02, south + 0.02], [west, south]]], // biome-ignore format: one ring a line
  },
});
const file = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });
const given = (text: string, more: object = {}) => ({
  node: world.district.code,
  datum: "wgs84" as const,
  fileName: "村点.geojson",
  file: text,
  ...more,
});
const kept = async () => {
  const [[imports], [shapes], [events]] = await Promise.all([
    world.db.select({ rows: count() }).from(mapImports),
    world.db.select({ rows: count() }).from(mapShapes),
    world.db.select({ rows: count() }).from(auditEvents).where(eq(auditEvents.verb, "map.import")),
  ]);
  return [imports?.rows, shapes?.rows, events?.rows].map(Number);
};
const placed = async (ctx = office) =>
  new Map((await placesBelow(ctx, world.district)).map(({ villageId, ...place }) => [villageId, place]));

describe("an office imports a file of places", () => {
  test("and each lies with its village, by today's code, a code of another edition, or town and name", async () => {
    const text = file(
      point({ code: "350212105208" }, [118.1, 24.7]),
      outline({ town: "莲花镇", name: "军营村" }, [118.12, 24.8]),
      point({ code: "350212006003" }, [118.2, 24.65]), // 梧侣's code in the edition of 2023
    );
    expect(await importMap(office, given(text))).toMatchObject({ points: 2, outlines: 1 });
    const places = await placed();
    expect(places.get(baijiaoci?.id ?? 0)).toEqual({
      point: { type: "Point", coordinates: [118.1, 24.7] },
      outline: null,
    });
    expect(places.get(junying?.id ?? 0)?.outline).toMatchObject({ type: "Polygon" });
    expect(places.get(wulv?.id ?? 0)?.point).toEqual({ type: "Point", coordinates: [118.2, 24.65] });
    expect(places.size).toBe(3);
    expect(await kept()).toEqual([1, 3, 1]);
    expect(await world.lastEvent()).toMatchObject({
      verb: "map.import",
      subjectType: "map",
      divisionCode: "350212000000",
      payload: { after: { fileName: "村点.geojson", datum: "wgs84", points: 2, outlines: 1 } },
    });
  });

  test("stated in GCJ-02, and it is kept in WGS-84, some hundred metres to the west", async () => {
    await importMap(office, given(file(point({ code: "350212105208" }, [118.1, 24.7])), { datum: "gcj02" }));
    const place = (await placed()).get(baijiaoci?.id ?? 0)?.point;
    const [longitude = 0, latitude = 0] = (place?.coordinates ?? []) as number[];
    expect(118.1 - longitude).toBeGreaterThan(0.004);
    expect(118.1 - longitude).toBeLessThan(0.006);
    expect(Math.abs(24.7 - latitude)).toBeLessThan(0.004);
  });

  test("and the newest place counts, point and outline apart; the past knows only what it knew", async () => {
    const later = world.as(office.actor, "2016-08-01");
    await importMap(
      later,
      given(
        file(
          point({ code: "350212105206" }, [118.13, 24.81]),
          outline({ code: "350212105208" }, [118.0, 24.9]),
        ),
      ),
    );
    const places = await placed();
    expect(places.get(junying?.id ?? 0)).toMatchObject({
      point: { coordinates: [118.13, 24.81] },
      outline: { type: "Polygon" },
    });
    expect(places.get(baijiaoci?.id ?? 0)).toMatchObject({
      point: { type: "Point" },
      outline: { type: "Polygon" },
    });
    const july = asOf(later, "2016-07-01");
    expect((await placed(july)).get(junying?.id ?? 0)?.point).toBeNull();
    expect((await placed(asOf(later, "2016-06-01"))).size).toBe(0);
    expect((await importsBelow(july, world.district)).map((each) => each.datum)).toEqual(["gcj02", "wgs84"]);
  });

  test("twice by the same key, and it is done once", async () => {
    const before = await kept();
    const twice = given(file(point({ code: "350212105208" }, [118.1, 24.7])), { key: "once" });
    const [first, second] = [await importMap(office, twice), await importMap(office, twice)];
    expect(second).toEqual(first);
    expect(await kept()).toEqual(before.map((rows) => rows + 1));
  });
});

describe("nothing of a file is kept", () => {
  const good = point({ code: "350212105208" }, [118.1, 24.7]);
  test.each([
    [
      "whose last feature is about no village",
      file(good, point({ code: "350212105999", name: "无名" }, [118.1, 24.7])),
      "unknown",
    ],
    [
      "with a feature outside the country",
      file(good, point({ code: "350212105206" }, [24.7, 118.1])),
      "outside",
    ],
    [
      "that places a village twice",
      file(good, point({ town: "莲花镇", name: "白交祠" }, [118.1, 24.7])),
      "twice",
    ],
  ])("%s", async (_, text, problem) => {
    const before = await kept();
    const refusal = await importMap(office, given(text)).catch((error) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect(refusal).toMatchObject({ code: "map.feature", field: "file", details: { index: 2, problem } });
    expect(await kept()).toEqual(before);
  });

  test("of five thousand towns that nobody knows", async () => {
    const strange = Array.from({ length: 5_000 }, (_, at) =>
      point({ code: String(at), town: `镇${at}`, name: "村" }, [118.1, 24.7]),
    );
    const refusal = await importMap(office, given(file(...strange))).catch((error) => error);
    expect(refusal).toMatchObject({ code: "map.feature", details: { index: 1, problem: "unknown" } });
  });

  test("that places a village outside the importer's area, which looks as if there were none", async () => {
    const townOffice = world.as(await world.actor("office", "莲花镇"));
    const before = await kept();
    const town = { node: "350212105000" };
    const foreign = file(good, point({ code: "350212006003", town: "新民镇", name: "梧侣" }, [118.2, 24.65]));
    const refusal = await importMap(townOffice, given(foreign, town)).catch((error) => error);
    expect(refusal).toMatchObject({ code: "map.feature", details: { index: 2, problem: "unknown" } });
    await expect(importMap(townOffice, given(file(good)))).rejects.toThrow(NotFound);
    expect(await kept()).toEqual(before);
    expect(await importMap(townOffice, given(file(good), town))).toMatchObject({ points: 1 });
  });

  test("by whoever only looks", async () => {
    for (const actor of [
      await world.actor("town", "莲花镇"),
      await world.actor("leader"),
      await world.actor("auditor"),
      await world.actor("admin"),
    ]) {
      await expect(importMap(world.as(actor), given(file(good)))).rejects.toThrow(Forbidden);
    }
  });
});

test("a town's people see the places of their town", async () => {
  const clerk = world.as(await world.actor("town", "莲花镇"));
  const places = await placesBelow(clerk, clerk.actor.scope);
  expect(places.map((place) => place.villageId).toSorted()).toEqual([baijiaoci?.id, junying?.id].toSorted());
  expect(await importsBelow(clerk, clerk.actor.scope)).toHaveLength(5); // those of the district among them
});
