import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  brokenSince,
  type Entry,
  type Finding,
  findingsOf,
  type Listed,
  onBothLists,
  type Position,
  unmatched,
} from "./reconcile.ts";

const today = "2016-12-31";
const grace = 15;
let ids = 0;
const entry = (
  stage: Entry["stage"],
  amountFen: number,
  onDay: string,
  given: Partial<Entry> = {},
): Entry => ({
  id: ++ids,
  stage,
  amountFen,
  onDay,
  movement: "ordinary",
  documentNo: "",
  explanation: "",
  personName: "张经办",
  recordedAt: "2016-12-31T01:00:00.000Z",
  ...given,
});
/** A position whose contract and whose plan give no cause. */
const position = (entries: Entry[], given: Partial<Position> = {}): Position => ({
  projectId: 7,
  source: "district",
  mode: "advance",
  contractOn: "2016-01-01",
  acceptedOn: undefined,
  elsewhere: [],
  entries: [entry("plan", 1_000_000, "2016-01-01"), entry("allot", 1_000_000, "2016-01-02"), ...entries],
  ...given,
});
const kinds = (findings: Finding[]) => findings.map((finding) => finding.kind);
const only = (findings: Finding[], kind: Finding["kind"]): Finding => {
  expect(kinds(findings)).toEqual([kind]);
  return findings[0] as Finding;
};

test("a position that was followed through is no exception", () => {
  const through = (["disburse", "receive", "spend"] as const).map((stage) =>
    entry(stage, 500, "2016-03-01", { documentNo: stage }),
  );
  expect(findingsOf(position(through), today, grace)).toEqual([]);
});

describe("disbursed and not received", () => {
  test("says how much, and since the oldest disbursement that nothing has matched, first in, first out", () => {
    const entries = [
      entry("disburse", 300, "2016-06-01"),
      entry("receive", 350, "2016-06-05"),
      entry("disburse", 200, "2016-08-01"),
      entry("disburse", 100, "2016-10-01"),
    ];
    // 300 and 50 of the 200 have arrived: 150 of August and 100 of October are out.
    expect(unmatched(entries)).toEqual({ entries: [entries[2], entries[3]], amountFen: 250 });
    const finding = only(findingsOf(position(entries), today, grace), "notReceived");
    expect(finding).toMatchObject({
      key: "7 district",
      stage: "receive",
      amountFen: 250,
      sinceOn: "2016-08-01",
      figures: "250 2016-08-01",
    });
    expect(finding.postingIds).toEqual([entries[2]?.id, entries[3]?.id]);
  });

  test("waits for the days that a receipt may take, and not one more", () => {
    const entries = [entry("disburse", 300, "2016-12-16")];
    expect(findingsOf(position(entries), "2016-12-31", 15)).toEqual([]);
    expect(kinds(findingsOf(position(entries), "2017-01-01", 15))).toEqual(["notReceived"]);
  });

  test("what the treasury took back is out no longer", () => {
    const entries = [
      entry("disburse", 300, "2016-06-01"),
      entry("disburse", -300, "2016-07-01", { movement: "return", documentNo: "退1" }),
    ];
    expect(unmatched(entries)).toEqual({ entries: [], amountFen: 0 });
    expect(findingsOf(position(entries), today, grace)).toEqual([]);
  });

  test("what is out is always what was disbursed less what was received, and its papers hold at least that much", () => {
    const each = fc.record({
      out: fc.boolean(),
      amountFen: fc.integer({ min: 1, max: 1000 }),
      day: fc.integer({ min: 10, max: 28 }),
    });
    fc.assert(
      fc.property(fc.array(each, { maxLength: 30 }), (given) => {
        const entries = given
          .map(({ out, amountFen, day }) => entry(out ? "disburse" : "receive", amountFen, `2016-05-${day}`))
          .toSorted((a, b) => (a.onDay < b.onDay ? -1 : a.onDay > b.onDay ? 1 : 0));
        const sum = (stage: Entry["stage"]) =>
          entries.filter((one) => one.stage === stage).reduce((total, one) => total + one.amountFen, 0);
        const left = unmatched(entries);
        expect(left.amountFen).toBe(Math.max(0, sum("disburse") - sum("receive")));
        expect(left.entries.reduce((total, one) => total + one.amountFen, 0)).toBeGreaterThanOrEqual(
          left.amountFen,
        );
        expect(left.entries.length === 0).toBe(left.amountFen === 0);
      }),
    );
  });
});

describe("the order of stages", () => {
  test("received more than disbursed is a kind of its own, any other break is the other; each since the day it began", () => {
    const entries = [
      entry("disburse", 100, "2016-03-01"),
      entry("receive", 120, "2016-03-02"),
      entry("disburse", 20, "2016-03-09"),
      entry("receive", 5, "2016-04-01"),
      entry("spend", 200, "2016-05-01", { documentNo: "票1" }),
    ];
    expect(brokenSince(entries, "receive", "disburse")).toBe("2016-04-01");
    const findings = findingsOf(position(entries), today, grace);
    expect(kinds(findings)).toEqual(["overReceived", "order"]);
    expect(findings[0]).toMatchObject({
      amountFen: 5,
      sinceOn: "2016-04-01",
      limit: "disburse",
      figures: "5",
    });
    expect(findings[1]).toMatchObject({
      key: "7 district spend receive",
      stage: "spend",
      limit: "receive",
      amountFen: 75,
      sinceOn: "2016-05-01",
    });
  });

  test("reimbursed money disbursed before its acceptance is out of order for good; on the day it is not", () => {
    const entries = [
      entry("spend", 500, "2016-05-01", { documentNo: "票1" }),
      entry("disburse", 200, "2016-06-30"),
      entry("receive", 200, "2016-07-01"),
    ];
    const of = (acceptedOn: string | undefined) =>
      findingsOf(position(entries, { mode: "reimbursement", acceptedOn }), today, grace);
    expect(of("2016-06-30")).toEqual([]);
    expect(only(of("2016-07-01"), "order")).toMatchObject({
      key: "7 district disburse acceptance",
      limit: "acceptance",
      amountFen: 200,
      sinceOn: "2016-06-30",
    });
    expect(only(of(undefined), "order").figures).toBe("200 2016-06-30 -");
  });
});

describe("spent before the contract", () => {
  const entries = [
    entry("disburse", 500, "2016-03-01"),
    entry("receive", 500, "2016-03-02"),
    entry("spend", 100, "2016-04-01", { documentNo: "票1" }),
    entry("spend", 50, "2016-05-01", { documentNo: "票2" }),
  ];
  test("counts what was spent before its day, not on it", () => {
    expect(
      only(findingsOf(position(entries, { contractOn: "2016-05-01" }), today, grace), "beforeContract"),
    ).toMatchObject({
      key: "7 district",
      amountFen: 100,
      sinceOn: "2016-04-01",
      contractOn: "2016-05-01",
      figures: "100 2016-04-01 2016-05-01",
    });
    expect(findingsOf(position(entries, { contractOn: "2016-04-01" }), today, grace)).toEqual([]);
  });

  test("without a contract counts all of it, unless the contractor gave it back", () => {
    expect(
      only(findingsOf(position(entries, { contractOn: undefined }), today, grace), "beforeContract"),
    ).toMatchObject({
      amountFen: 150,
      contractOn: null,
    });
    const back = entry("spend", -150, "2016-06-01", { movement: "return", documentNo: "退1" });
    expect(findingsOf(position([...entries, back], { contractOn: undefined }), today, grace)).toEqual([]);
  });
});

describe("the same document twice", () => {
  test("in a stage of a position, since its second use; its figures are its uses", () => {
    const twice = [
      entry("allot", 10, "2016-02-01", { documentNo: "文1" }),
      entry("allot", 20, "2016-02-05", { documentNo: "文1" }),
    ];
    const finding = only(
      findingsOf(position(twice), today, grace).filter(({ kind }) => kind !== "order"),
      "sameDocument",
    );
    expect(finding).toMatchObject({
      key: "7 district allot 文1",
      amountFen: 30,
      sinceOn: "2016-02-05",
      documentNo: "文1",
    });
    expect(finding.figures).toBe(`${twice[0]?.id} ${twice[1]?.id}`);
  });

  test("a 文号 covers several projects; an invoice belongs to one", () => {
    const money = [entry("disburse", 90, "2016-03-01"), entry("receive", 90, "2016-03-02")];
    const allotted = position([entry("allot", 10, "2016-02-01", { documentNo: "文1" })], {
      elsewhere: [{ id: 999, documentNo: "文1", onDay: "2016-01-01" }],
    });
    expect(kinds(findingsOf(allotted, today, grace))).toEqual(["order"]);
    const spent = entry("spend", 90, "2016-03-03", { documentNo: "票1" });
    const elsewhere = [{ id: 999, documentNo: "票1", onDay: "2016-04-01" }];
    expect(
      only(findingsOf(position([...money, spent], { elsewhere }), today, grace), "sameDocument"),
    ).toMatchObject({
      amountFen: 90,
      sinceOn: "2016-04-01",
      postingIds: [spent.id],
      figures: `${spent.id} 999`,
    });
  });

  test("a refund may name the invoice that it is of", () => {
    const of = { documentNo: "票1" };
    const entries = [
      entry("disburse", 90, "2016-03-01"),
      entry("receive", 90, "2016-03-02"),
      entry("spend", 90, "2016-03-03", of),
    ];
    const back = entry("spend", -20, "2016-04-01", { ...of, movement: "return" });
    expect(findingsOf(position([...entries, back]), today, grace)).toEqual([]);
  });
});

test("what passed by an explanation stays to be read, with who said it", () => {
  const posting = entry("disburse", 10, "2016-12-30", { explanation: "先行垫付" });
  expect(only(findingsOf(position([posting]), today, grace), "explained")).toMatchObject({
    key: `7 district ${posting.id}`,
    amountFen: 10,
    passedBy: { explanation: "先行垫付", personName: "张经办" },
  });
});

test("a key project on the village list is found by its link, or by name and town where it has none", () => {
  const listed = (
    id: number,
    level: "village" | "key",
    name: string,
    given: Partial<Listed> = {},
  ): Listed => ({
    id,
    level,
    name,
    townId: 1,
    sameAsId: null,
    createdOn: "2016-01-05",
    plannedFen: 100 * id,
    ...given,
  });
  const all = [
    listed(1, "village", "高山茶园"),
    listed(2, "village", "冷库"),
    listed(3, "key", "高山茶园（区级）", { sameAsId: 1 }),
    listed(4, "key", "冷库"),
    listed(5, "key", "冷库", { townId: 2 }),
    listed(6, "key", "商贸中心"),
  ];
  expect(
    onBothLists(all).map(({ finding, linked, twin }) => [
      finding.key,
      linked,
      twin.id,
      finding.figures,
      finding.amountFen,
    ]),
  ).toEqual([
    ["3 1", true, 1, "linked", 100],
    ["4 2", false, 2, "apart 400 200", 200],
  ]);
});
