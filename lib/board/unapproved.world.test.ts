import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts } from "#db/schema/index.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { through } from "../context.ts";
import { submitMonth } from "../filing/commands.ts";
import { approveMonth } from "../filing/office-commands.ts";
import { postFunding } from "../funding/commands.ts";
import { postIncome } from "../income/commands.ts";
import { boardOf } from "./queries.ts";
import { unapprovedOf } from "./unapproved.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const town = await world.town("莲花镇");
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 } });
const money = { projectId: project.id, source: "district", note: "调减", explanation: "", onDay: "2016-12-01" } as const;

async function waiting(approvedOnly = true) {
  const ctx = through(office, { approvedOnly });
  return unapprovedOf(ctx, await boardOf(ctx, { node: town.code, year: 2016 }));
}

test("a board of approved rows says what waits: income, villages, money; a board of all rows has nothing to say", async () => {
  expect(await waiting()).toBeNull();
  const [account] = await world.db.select().from(accounts).where(eq(accounts.code, "501")).limit(1);
  const rows = [{ villageId: (await world.village("军营")).id, accountId: account?.id ?? 0, amountFen: 120_000_00 }];
  await postIncome(office, { townId: town.id, month: "2016-11", rows });
  await postFunding(office, { ...money, stage: "plan", documentNo: "", amountFen: 1000_00, onDay: "2016-11-05" });
  expect(await waiting()).toEqual({ operatingFen: 120_000_00, met: 1, noData: 1, funding: true });
  expect(await waiting(false)).toBeNull();

  const month = { townId: town.id, month: "2016-11" };
  await submitMonth(office, { ...month, version: 0, confirmed: true });
  await approveMonth(office, { month: month.month, towns: [{ townId: town.id, version: 1 }] });
  expect(await waiting()).toBeNull();
});

test("money that waits is seen though its stages come to nothing together: ¥500 less planned, ¥500 allotted", async () => {
  await postFunding(office, { ...money, stage: "plan", change: "cut", documentNo: "", amountFen: 500_00 });
  await postFunding(office, { ...money, stage: "allot", documentNo: "同财〔2016〕9号", amountFen: 500_00 });
  expect(await waiting()).toEqual({ operatingFen: 0, met: 0, noData: 0, funding: true });
});
