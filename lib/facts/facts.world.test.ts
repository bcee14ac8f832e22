import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { engine } from "#db/columns.ts";
import { pendingOf } from "#db/migrations.ts";
import { clusterMembers, clusters, divisions, sourceFacts } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import { instantOn } from "#lib/core/dates.ts";
import { Forbidden } from "#lib/core/errors.ts";
import { foundDistrict } from "#lib/divisions/commands/divisions.ts";
import { shippedDivisions, shippedEdition } from "#lib/divisions/store/edition.ts";
import { rawConnection } from "#lib/testing/raw-connection.ts";
import { openEmpty, openWorld } from "#lib/testing/world.ts";
import { factsOf, hasFacts } from "./queries/facts.ts";

const world = await openWorld();
const factsFor = async (role: "town" | "office" | "leader" | "auditor" | "admin", town?: string) =>
  factsOf(world.as(await world.actor(role, town)));

// Written by hand from DOMAIN §2: 多, 余 and 等 are part of the fact.
const said = {
  "income.everyVillage": "目前所有村（居）10 万元以上",
  "funding.invested": "8,500 多万元",
  "projects.village": "71 个",
  "projects.key": "17 个",
  "projects.named": "梧侣商贸中心、顶村民宿群、下山头通用厂房、西洪塘综合楼等一批",
  clusters: "梧侣与西山，白交祠、军营与西坑、淡溪，顶村与堤内等“三大组团”",
  approaches: "跨村联带、组团发展、项目带动、异地帮扶等多种举措",
  sectors: "党建引领、集体经济、美丽乡村",
  adviser: "卢水生",
  training: "乡村旅游、壮大集体经济的培训班",
  "reform.pilots": "首批 5 个试点村",
  "policy.set": "1+6",
  pledges: "区领导与各镇（街、场）书记签订",
  secretaries: "12 位，连续第三年，镇街党委换届后第一次",
  panel:
    "区委常委、领导小组成员、纪委副书记、组织部部务会成员、各书记、省党代表、两代表一委员、党员干部和群众代表",
  "cadres.sent": "200 多名",
  "cadres.promoted": "76%",
  inspection: "“网格化”信息督查平台（试行）",
  "branches.raised": "66 个",
  "branches.committees": "2 个",
  teams: "东山社区、垵炉村、军营村、西塘社区等一批",
  "branches.reorganised": "军村村、西洪塘等一批",
  centres: "田洋村、下山头村、龙西社区等一批，以及工业社区一处",
  school: "2016-04-07 开办，白交祠、军营",
  "school.sessions": "培训班 16 期，党员干部 700 多名",
  "school.visitors": "到访 2 万余人，带动乡村游客 5 万多人",
};

test("every fact of the article stands in its own extent, with its 多, 余 and 等, and never more precise than the source", async () => {
  const facts = (await factsFor("office")).filter((fact) => !fact.open);
  expect(Object.fromEntries(facts.map((fact) => [fact.key, fact.value]))).toEqual(said);
  const everything = JSON.stringify(facts);
  // 以上 stands where the article has it, and explains nothing else; no month is given to an article without a
  // date.
  expect(
    facts
      .filter((fact) => fact.value.includes("以上") || fact.qualifier.includes("以上"))
      .map((fact) => fact.key),
  ).toEqual(["income.everyVillage"]);
  for (const invented of ["2017 年 1 月", "January 2017", "课程 16", "85,000,000", "8500万元以上"])
    expect(everything).not.toContain(invented);
  const about = new Map(facts.map((fact) => [fact.key, fact]));
  expect(about.get("pledges")?.qualifier).toContain("可能是 2016 年，也可能是 2017 年");
  for (const open of facts.filter((fact) => fact.value.includes("等"))) {
    expect.soft(open.valueEn, open.key).toMatch(/among others|and so on/);
    if (open.key !== "clusters") expect.soft(open.qualifier, open.key).toContain("等");
  }
  for (const more of facts.filter((fact) => /\d+ ?[多余万]*[多余]/.test(fact.value)))
    expect.soft(more.valueEn, more.key).toMatch(/more than/i);
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
    expect.soft(fact.qualifierEn, fact.key).not.toMatch(/\p{Script=Han}/u);
    expect.soft(fact.qualifierEn === "", fact.key).toBe(fact.qualifier === "");
  }
});

test("reorganised weak branches are shown to the office and the leaders only", async () => {
  for (const role of ["office", "leader"] as const)
    expect((await factsFor(role)).filter((fact) => fact.restricted)).toHaveLength(1);
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

/** A district founded on a day. */
async function founded(on: string, { demonstration = false, elsewhere = false } = {}) {
  const { db, url } = await openEmpty();
  const edition = shippedDivisions().map((row) =>
    elsewhere
      ? {
          ...row,
          code: row.code.replace("350212", "350213"),
          parentCode: row.parentCode.replace("350212", "350213"),
        }
      : row,
  );
  const ctx = { db, actor: operator, now: instantOn(on), request: "test" };
  await foundDistrict(ctx, {
    edition,
    on: shippedEdition.on,
    laterOn: shippedEdition.laterOn,
    demonstration,
  });
  return {
    db,
    url,
    told: async () => [
      await hasFacts(db),
      (await db.select().from(clusters)).length,
      (await db.select().from(clusterMembers)).length,
    ],
  };
}

test("facts and clusters belong to the demonstration and to Tong'an's real 2016 alone", async () => {
  expect(await (await founded("2016-05-01")).told()).toEqual([true, 3, 8]);
  expect(await (await founded("2026-11-30", { demonstration: true })).told()).toEqual([true, 3, 8]);
  expect(await (await founded("2026-11-30")).told()).toEqual([false, 0, 0]);
  expect(await (await founded("2016-05-01", { elsewhere: true })).told()).toEqual([false, 0, 0]);
});

test("a database that was founded with the article where it does not belong loses it, one where it does gets it in its own extent", async () => {
  const migration = pendingOf(engine, []).find(({ tag }) => tag.endsWith("_article"));
  const old = {
    key: "school.courses",
    theme: "party",
    title: "课程",
    titleEn: "Courses",
    value: "课程 16 个",
    valueEn: "16 courses",
    restricted: false,
    rank: 0,
  };
  const listed = (db: typeof world.db) => db.select().from(sourceFacts).orderBy(asc(sourceFacts.rank));
  const fresh = (await listed(world.db)).map(({ id: _, ...fact }) => fact);
  for (const [on, demonstration, belongs] of [
    ["2026-11-30", false, false],
    ["2016-05-01", false, true],
    ["2026-11-30", true, true],
  ] as const) {
    const { db, url, told } = await founded(on, { demonstration });
    await db.transaction(async (tx) => {
      await tx.delete(sourceFacts);
      await tx.insert(sourceFacts).values(old);
      if (belongs) return;
      const [village] = await tx.select().from(divisions).where(eq(divisions.shortName, "梧侣"));
      const [made] = await tx.insert(clusters).values({ name: "梧侣—西山", provenance: "real" }).returning();
      await tx
        .insert(clusterMembers)
        .values({ clusterId: made?.id ?? 0, villageId: village?.id ?? 0, leads: true });
    });
    const raw = await rawConnection(url);
    for (const statement of migration?.statements ?? []) await raw.run(statement);
    expect((await listed(db)).map(({ id: _, ...fact }) => fact)).toEqual(belongs ? fresh : []);
    expect(await told()).toEqual(belongs ? [true, 3, 8] : [false, 0, 0]);
  }
});
