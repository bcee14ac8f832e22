import { expect, test } from "vitest";
import { changesOf } from "./changes.ts";

test("only what changed is listed, old beside new", () => {
  expect(
    changesOf({ name: "甲", owner: "镇长", version: 1 }, { name: "乙", owner: "镇长", version: 2 }),
  ).toEqual([
    { field: "name", before: "甲", after: "乙" },
    { field: "version", before: 1, after: 2 },
  ]);
});

test("what was made has no before, what is gone no after", () => {
  expect(changesOf(null, { amountFen: 5 })).toEqual([{ field: "amountFen", before: null, after: 5 }]);
  expect(changesOf({ amountFen: 5 }, undefined)).toEqual([{ field: "amountFen", before: 5, after: null }]);
});

test("a change within a part names the part", () => {
  expect(
    changesOf({ villages: [{ code: "1", shareBp: 6000 }] }, { villages: [{ code: "1", shareBp: 10000 }] }),
  ).toEqual([{ field: "villages.0.shareBp", before: 6000, after: 10000 }]);
  expect(changesOf({ approaches: ["belt"] }, { approaches: ["belt", "cluster"] })).toEqual([
    { field: "approaches", before: ["belt"], after: ["belt", "cluster"] },
  ]);
});

test("empty text, zero and false are values, not gaps", () => {
  expect(changesOf({ note: "x", n: 1, on: true }, { note: "", n: 0, on: false })).toEqual([
    { field: "note", before: "x", after: "" },
    { field: "n", before: 1, after: 0 },
    { field: "on", before: true, after: false },
  ]);
});
