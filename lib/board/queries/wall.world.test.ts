import { describe, expect, test } from "vitest";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { createScreen } from "#lib/screens/commands/screens.ts";
import { actorOfScreen } from "#lib/screens/store/entry.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { addFigures, type Figures, noFigures } from "../rules/figures.ts";
import { countOf, lightsOf } from "../rules/tally.ts";
import { boardOf } from "./board.ts";
import { wallNode, wallOf, wallVersion } from "./wall.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [junying, xishan] = [await world.village("军营"), await world.village("西山")];
const wulv = await world.village("梧侣");
const accounts = new Map(
  (await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]),
);
const earn = (
  town: { id: number },
  village: { id: number },
  month: string,
  amountFen: number,
  accountId = accounts.get("501") ?? 0,
) => postIncome(office, { townId: town.id, month, rows: [{ villageId: village.id, accountId, amountFen }] });

await earn(lianhua, junying, "2016-11", 60_000_00);
await earn(lianhua, junying, "2016-12", 60_000_00); // reaches its target in December
await earn(xinmin, xishan, "2016-12", 30_000_00);
await earn(xinmin, wulv, "2016-11", 100_000_00);
await earn(xinmin, wulv, "2016-12", -40_000_00, accounts.get("561")); // falls back in December
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 } });
await plantProject(world, { town: "新民镇", villages: { 西山: 10_000 }, level: "key", name: "西山市场" });
// Else November, which is past due, would be at work there.
await submitMonth(office, { townId: xinmin.id, month: "2016-11", version: 0, confirmed: true });
await postFunding(office, {
  projectId: project.id,
  stage: "plan",
  source: "district",
  amountFen: 500_000_00,
  onDay: "2016-03-01",
  documentNo: "",
  note: "",
  explanation: "",
});

const wallFor = async (ctx: typeof office, code?: string) => wallOf(ctx, await wallNode(ctx, code));

describe("the towns' scenes of a district's wall", () => {
  test("are what each town's own board says", async () => {
    const { towns } = await wallFor(office);
    const scene = towns.find((town) => town.division.id === lianhua.id);
    const board = await boardOf(office, { node: lianhua.code });
    expect(scene).toMatchObject({
      villages: 19,
      met: 1,
      moved: 1,
      operatingFen: 120_000_00,
      paceFen: board.paceFen,
      tiles: board.tiles,
      funding: { district: { plan: 500_000_00 } },
    });
    expect(scene?.attention).toEqual(board.attention);
    expect(scene?.attention.map((each) => each.name)).toEqual(["梧侣商贸中心"]);
    expect(countOf(lightsOf(scene?.projects.once ?? noFigures().projects.once))).toBe(1);
  });

  test("add up to the district's", async () => {
    const { board, towns } = await wallFor(office);
    const sum = towns.reduce<Figures>(addFigures, noFigures());
    expect(sum).toEqual({ ...board.totals });
    expect(towns.flatMap((town) => town.tiles).length).toBe(board.tiles.length);
    expect(towns.flatMap((town) => town.attention).length).toBe(board.attention.length);
    expect(
      towns
        .map((town) => town.moved)
        .filter((moved) => moved !== 0)
        .toSorted(),
    ).toEqual([-1, 1]);
    expect(towns.map((town) => town.moved).reduce((a, b) => a + b)).toBe(
      board.changes.met - board.changes.metBefore,
    );
  });

  test("of a town's own wall are the one town", async () => {
    const { towns } = await wallFor(world.as(await world.actor("town", "新民镇")));
    expect(towns.map((town) => [town.division.shortName, town.operatingFen, town.moved])).toEqual([
      ["新民镇", 90_000_00, -1],
    ]);
  });
});

describe("a wall is computed once", () => {
  test("for all who look at the same division, whoever they are, until something is recorded", async () => {
    const { token } = await createScreen(office, { name: "会议室", scopeId: world.district.id });
    const screen = await actorOfScreen(world.db, token ?? "", new Date());
    if (!screen) throw new Error("The screen stands");
    const before = await wallFor(office);
    expect(await wallFor(world.as(screen))).toBe(before);
    expect(await wallFor(office, lianhua.code)).not.toBe(before);

    const version = await wallVersion(world.db, "2016-12-31");
    await earn(xinmin, xishan, "2016-10", 1_000_00);
    expect(await wallVersion(world.db, "2016-12-31")).not.toBe(version);
    const after = await wallFor(office);
    expect(after.board.totals.operatingFen - before.board.totals.operatingFen).toBe(1_000_00);
  });

  test("and again when the day is another", async () => {
    const [day, next] = [
      world.as(await world.actor("office"), "2016-12-30"),
      world.as(await world.actor("office"), "2016-12-31"),
    ];
    expect(await wallVersion(world.db, "2016-12-30")).not.toBe(await wallVersion(world.db, "2016-12-31"));
    expect(await wallFor(day)).not.toBe(await wallFor(next));
  });
});

test("a wall outside the scope is not found, and to whom a board does not open neither does a wall", async () => {
  const clerk = world.as(await world.actor("town", "新民镇"));
  await expect(wallNode(clerk, lianhua.code)).rejects.toThrow(NotFound);
  await expect(wallNode(world.as(await world.actor("admin")), undefined)).rejects.toThrow(Forbidden);
  const node = await wallNode(office, lianhua.code);
  await expect(wallOf(clerk, node)).rejects.toThrow(Forbidden);
});

test("a wall names who is below the line, of its own node, as the board does", async () => {
  const { below, board } = await wallFor(office);
  expect(below?.villages.map(({ name, gapFen }) => [name, gapFen])).toEqual([
    ["西山", 69_000_00], // a story above earned it 1,000 more
    ["梧侣", 40_000_00],
  ]);
  expect(below?.gapFen).toBe(board.totals.gapFen);
  expect((await wallFor(office, lianhua.code)).below?.villages).toEqual([]);
});
