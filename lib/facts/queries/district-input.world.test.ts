import { expect, test } from "vitest";
import { withView } from "#lib/core/context.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { districtInput } from "./district-input.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10000 } });
const post = (source: "district" | "city", amountFen: number, onDay: string) =>
  postFunding(office, {
    projectId: project.id,
    stage: "plan",
    source,
    amountFen,
    onDay,
    documentNo: "",
    note: "",
    explanation: "",
  });

test("ours is the district's own money of the article's year by stage; the article's is words, with no number to reckon with", async () => {
  await post("district", 500, "2016-03-01");
  await post("district", 70, "2015-03-01");
  await post("city", 9, "2016-03-01");
  const input = await districtInput(office, world.district, 2016);
  expect(input).toMatchObject({
    year: 2016,
    approvedOnly: false,
    ours: { plan: 500, allot: 0, disburse: 0, receive: 0, spend: 0 },
  });
  expect(input?.fact).toMatchObject({ value: "8,500 多万元", quote: "8500多万元" });
  expect(input?.fact.qualifier).toContain("没有说明");
  expect(Object.values(input?.fact ?? {}).filter((value) => typeof value === "number")).toEqual([]);
});

test("it says whether ours is approved", async () => {
  expect(await districtInput(withView(office, { approvedOnly: true }), world.district, 2016)).toMatchObject({
    approvedOnly: true,
    ours: { plan: 0 },
  });
});

test("of a place or year that the article does not speak of there is nothing to compare, nor for who reads no facts", async () => {
  expect(await districtInput(office, await world.town("莲花镇"), 2016)).toBeNull();
  expect(await districtInput(office, world.district, 2017)).toBeNull();
  expect(await districtInput(world.as(await world.actor("admin")), world.district, 2016)).toBeNull();
});
