import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { engine } from "#db/columns.ts";
import { pendingOf } from "#db/migrations.ts";
import { accountMappings, accounts, bases, incomePostings, intakes } from "#db/schema/index.ts";
import { rawConnection } from "#lib/testing/raw-connection.ts";
import { openWorld, type World } from "#lib/testing/world.ts";
import { postIncome } from "./commands/postings.ts";
import { incomeTotals } from "./queries/totals.ts";

// The first edition founded districts with guessed codes for the regime of 2023. Migration 0010 puts them
// right.

const migration = pendingOf(engine, []).find(({ tag }) => tag.endsWith("accounts_2023"));

/** What the first edition founded: its accounts of 2023 in their order, and where those of 2004 went. */
const guessed: [
  code: string,
  name: string,
  nameEn: string,
  kind: string,
  mayBeNegative: boolean,
  note: string,
  noteEn: string,
][] = [
  ["501", "经营收入", "Operating revenue", "operating", false, "含发包收入", ""],
  ["511", "投资收益", "Investment income", "operating", true, "含所属单位上交利润", ""],
  ["502", "补助收入", "Subsidies", "subsidy", false, "不计入经营性收入", ""],
  ["503", "其他收入", "Other income", "other", false, "利息、罚款、盘盈等", ""],
  ["521", "经营支出", "Operating costs", "cost", false, "", ""],
  ["523", "管理费用", "Administration", "administration", false, "", ""],
  [
    ...([
      "301",
      "征地补偿及捐赠资产",
      "Land compensation and donated assets",
      "never",
      false,
      "应计入资本或公积公益金",
    ] as const),
    "they belong to capital or to the reserve and welfare fund",
  ],
  [
    ...([
      "245",
      "专项应付款",
      "Earmarked project money",
      "never",
      false,
      "属于项目资金，应在资金台账登记",
    ] as const),
    "it is project money and belongs to the project's funding",
  ],
];
const went = [
  ["501", "501"],
  ["511", "501", "承包金", "contract fees"],
  ["511", "511", "所属单位上交利润", "remitted profits"],
  ["561", "511"],
  ["522", "502"],
  ["521", "502"],
  ["531", "503"],
  ["502", "521"],
  ["541", "523"],
  ["311001", "301"],
  ["311002", "301"],
  ["241", "245"],
];

/** Takes a fresh district back to what the first edition made. */
async function asFounded(world: World) {
  const rows = await world.db
    .select({ id: accounts.id, code: accounts.code, regime: bases.key, basisId: bases.id })
    .from(accounts)
    .innerJoin(bases, eq(bases.id, accounts.basisId));
  const earlier = new Map(rows.filter(({ regime }) => regime === "2004").map(({ code, id }) => [code, id]));
  const basisId = rows.find(({ regime }) => regime === "2023")?.basisId ?? 0;
  await world.db.transaction(async (tx) => {
    await tx.delete(accountMappings);
    await tx.delete(accounts).where(eq(accounts.basisId, basisId));
    const made = await tx
      .insert(accounts)
      .values(
        guessed.map(([code, name, nameEn, kind, mayBeNegative, note, noteEn], rank) => {
          return { basisId, code, name, nameEn, kind: kind as "never", mayBeNegative, note, noteEn, rank };
        }),
      )
      .returning({ id: accounts.id, code: accounts.code });
    const later = new Map(made.map(({ code, id }) => [code, id]));
    await tx.insert(accountMappings).values(
      went.map(([from = "", to = "", part = "", partEn = ""], rank) => ({
        fromId: earlier.get(from) ?? 0,
        toId: later.get(to) ?? 0,
        part,
        partEn,
        rank,
      })),
    );
  });
}

/** Accounts and mappings as they are shown, without their ids. */
async function shownIn(world: World) {
  const rows = await world.db
    .select()
    .from(accounts)
    .innerJoin(bases, eq(bases.id, accounts.basisId))
    .orderBy(asc(bases.key), asc(accounts.rank));
  const named = new Map(rows.map(({ account, basis }) => [account.id, `${basis.key}.${account.code}`]));
  const mappings = await world.db.select().from(accountMappings).orderBy(asc(accountMappings.rank));
  return {
    accounts: rows.map(({ account: { id: _, basisId: __, ...account }, basis }) => ({
      ...account,
      regime: basis.key,
    })),
    mappings: mappings.map(({ fromId, toId, part, partEn, rank }) => [
      named.get(fromId),
      named.get(toId),
      part,
      partEn,
      rank,
    ]),
  };
}

test("a database of the guessed codes becomes what a fresh one is; what was posted keeps its account row and its sums", async () => {
  const [fresh, old] = [await openWorld(), await openWorld()];
  await asFounded(old);
  const office = old.as(await old.actor("office"), "2024-02-15");
  const [town, village] = [await old.town("莲花镇"), await old.village("军营")];
  const own = await old.db
    .select()
    .from(accounts)
    .innerJoin(bases, eq(bases.id, accounts.basisId))
    .where(eq(bases.key, "2023"));
  const rowOf = new Map(own.map(({ account }) => [account.name, account.id]));
  const amounts = {
    经营收入: 1_00,
    投资收益: 20_00,
    补助收入: 300_00,
    其他收入: 4000_00,
    经营支出: 50_000_00,
    管理费用: 600_000_00,
  };
  const rows = Object.entries(amounts).map(([name, amountFen]) => ({
    villageId: village.id,
    accountId: rowOf.get(name) ?? 0,
    amountFen,
  }));
  await postIncome(office, { townId: town.id, month: "2024-01", rows });
  const before = await incomeTotals(old.db, village, 2024);
  const by = {
    personId: office.actor.id ?? 0,
    personName: "区专班",
    createdAt: "2024-02-15T01:00:00.000Z",
    updatedAt: "2024-02-15T01:00:00.000Z",
  };
  const file = {
    kind: "income" as const,
    townId: town.id,
    fileName: "1月.xlsx",
    sha256: "0".repeat(64),
    state: "ready" as const,
    ...by,
  };
  await old.db.transaction((tx) =>
    tx.insert(intakes).values([
      { ...file, month: "2024-01" },
      { ...file, month: "2016-12" },
    ]),
  );

  const raw = await rawConnection(old.url);
  for (const statement of migration?.statements ?? []) await raw.run(statement);

  expect(await shownIn(old)).toEqual(await shownIn(fresh));
  const stands = await old.db
    .select({
      code: accounts.code,
      name: accounts.name,
      id: accounts.id,
      amountFen: incomePostings.amountFen,
    })
    .from(incomePostings)
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId));
  expect(Object.fromEntries(stands.map(({ name, amountFen }) => [name, amountFen]))).toEqual(amounts);
  expect(stands.every(({ name, id }) => rowOf.get(name) === id)).toBe(true);
  expect(stands.map(({ code, name }) => `${code} ${name}`).toSorted()).toEqual([
    "501 经营收入",
    "502 投资收益",
    "503 补助收入",
    "504 其他收入",
    "511 经营支出",
    "513 管理费用",
  ]);
  expect(await incomeTotals(old.db, village, 2024)).toEqual(before);
  // A file that was read by the old codes is not taken by the new ones.
  const waiting = await old.db
    .select({ month: intakes.month, state: intakes.state })
    .from(intakes)
    .orderBy(asc(intakes.month));
  expect(waiting).toEqual([
    { month: "2016-12", state: "ready" },
    { month: "2024-01", state: "cancelled" },
  ]);
});
