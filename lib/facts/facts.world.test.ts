import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { clusterMembers, clusters, divisions } from "#db/schema/index.ts";
import { openWorld } from "#lib/testing/world.ts";
import { Forbidden } from "../errors.ts";
import { factsOf } from "./queries.ts";

const world = await openWorld();
const factsFor = async (role: "town" | "office" | "leader" | "auditor" | "admin", town?: string) => factsOf(world.as(await world.actor(role, town)));

test("every fact of the article stands with its value, never more precise than the source", async () => {
  const facts = new Map((await factsFor("office")).map((fact) => [fact.key, fact.value]));
  expect(facts.get("income.everyVillage")).toContain("10 万元以上");
  expect(facts.get("funding.invested")).toBe("8,500 万元以上");
  expect(facts.get("projects.village")).toBe("71 个");
  expect(facts.get("projects.key")).toBe("17 个");
  expect(facts.get("projects.named")).toBe("梧侣商贸中心、顶村民宿群、下山头通用厂房、西洪塘综合楼");
  expect(facts.get("policy.set")).toBe("1+6");
  expect(facts.get("secretaries")).toContain("12 位");
  expect(facts.get("adviser")).toBe("卢水生");
  expect(facts.get("branches.raised")).toBe("66 个");
  expect(facts.get("branches.committees")).toBe("2 个");
  expect(facts.get("teams")).toBe("东山社区、垵炉村、军营村、西塘社区");
  expect(facts.get("centres")).toContain("田洋村、下山头村、龙西社区");
  expect(facts.get("school")).toContain("2016-04-07");
  expect(facts.get("cadres.promoted")).toBe("76%");
});

test("what the article leaves open is an empty slot, not a guess: five pilot villages, seven policies", async () => {
  const open = (await factsFor("leader")).filter((fact) => fact.open);
  expect(open.filter((fact) => fact.theme === "reform")).toHaveLength(5);
  expect(open.filter((fact) => fact.theme === "policy")).toHaveLength(7);
  expect(open).toHaveLength(12);
});

test("every fact reads in both languages", async () => {
  for (const fact of await factsFor("office")) {
    expect.soft(fact.titleEn, fact.key).not.toMatch(/^$|\p{Script=Han}/u);
    expect.soft(fact.valueEn, fact.key).not.toMatch(/^$|\p{Script=Han}/u);
    expect.soft(fact.qualifierEn === "", fact.key).toBe(fact.qualifier === "");
  }
});

test("reorganised weak branches are shown to the office and the leaders only", async () => {
  for (const role of ["office", "leader"] as const) expect((await factsFor(role)).filter((fact) => fact.restricted)).toHaveLength(1);
  for (const facts of [await factsFor("town", "五显镇"), await factsFor("auditor")]) {
    expect(facts.some((fact) => fact.restricted)).toBe(false);
    expect(JSON.stringify(facts)).not.toContain("军村村");
  }
});

test("an administrator sees no facts", async () => {
  await expect(factsFor("admin")).rejects.toThrow(Forbidden);
});

test("the founding data holds the three clusters, the first-named leading", async () => {
  const rows = await world.db
    .select({ cluster: clusters.name, village: divisions.shortName, leads: clusterMembers.leads })
    .from(clusterMembers)
    .innerJoin(clusters, eq(clusters.id, clusterMembers.clusterId))
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId));
  expect(new Set(rows.map((row) => row.cluster)).size).toBe(3);
  const named = (leads: boolean) => rows.filter((row) => row.leads === leads).map((row) => row.village);
  expect(named(true).toSorted()).toEqual(["军营", "梧侣", "白交祠", "顶村"].toSorted());
  expect(named(false).toSorted()).toEqual(["堤内", "淡溪", "西坑", "西山"].toSorted());
});
