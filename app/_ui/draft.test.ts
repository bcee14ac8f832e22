import { expect, test } from "vitest";
import { changesOf, type Draft, merged, restored } from "./draft.ts";

const shared = () => true;
const own = () => false;
const draft = (changes: Draft["changes"]): Draft => ({
  at: "2016-12-31T08:00:00.000Z",
  version: "3",
  changes,
});

test("a draft holds what was changed, with the value it was made from, and nothing else", () => {
  const opened = {
    "cell.v1.a1": ["1000.00"],
    "cell.v2.a1": [""],
    reason: [""],
    town: ["3", "4"],
    oneOff: [],
  };
  expect(changesOf(opened, opened)).toEqual({});
  expect(changesOf(opened, { ...opened, "cell.v2.a1": ["111"], town: ["3"], oneOff: ["on"] })).toEqual({
    "cell.v2.a1": { from: [""], to: ["111"] },
    town: { from: ["3", "4"], to: ["3"] },
    oneOff: { from: [], to: ["on"] },
  });
});

test("a field that came since is a change only once something stands in it", () => {
  expect(changesOf({}, { "villages.4.share": [""] })).toEqual({});
  expect(changesOf({}, { "villages.4.share": ["50"] })).toEqual({
    "villages.4.share": { from: [""], to: ["50"] },
  });
});

test("a colleague's posting in another cell is not touched by a draft", () => {
  const { put, clashes } = restored(
    draft({ a: { from: [""], to: ["111"] } }),
    { a: [""], b: ["50000.00"] },
    shared,
  );
  expect(put).toEqual({ a: ["111"] });
  expect(clashes).toEqual({});
});

test("a colleague's posting in the same cell clashes with the draft, and shows what each says", () => {
  const { put, clashes } = restored(draft({ a: { from: [""], to: ["111"] } }), { a: ["222.00"] }, shared);
  expect(put).toEqual({ a: ["111"] });
  expect(clashes).toEqual({ a: { from: "", now: "222.00" } });
});

test("a colleague who said the very same leaves nothing to restore", () => {
  expect(restored(draft({ a: { from: [""], to: ["111"] } }), { a: ["111"] }, shared)).toEqual({
    put: {},
    clashes: {},
  });
});

test("what a form begins with clashes with nobody: a new form opened another day", () => {
  const { clashes } = restored(
    draft({ onDay: { from: ["2016-12-30"], to: ["2016-12-01"] } }),
    { onDay: ["2016-12-31"] },
    own,
  );
  expect(clashes).toEqual({});
});

test("what was not touched takes the value that somebody else saved; what only one of the two changed is no clash", () => {
  const opened = { plan: ["旧"], contact: ["甲"], phone: ["1"] };
  const typed = { plan: ["新"], contact: ["甲"], phone: ["2"], version: ["3"] };
  const { values, clashes } = merged(opened, typed, { plan: "旧", contact: "乙", phone: "3", version: "4" });
  expect(values).toEqual({ plan: ["新"], contact: ["乙"], phone: ["2"], version: ["3"] });
  expect(clashes).toEqual({ phone: "3", version: "4" });
});

test("what cannot be compared is shown as a clash, never taken or dropped", () => {
  const { values, clashes } = merged(
    { oneOff: [] },
    { oneOff: ["on"] },
    { oneOff: "false", state: "approved" },
  );
  expect(values).toEqual({ oneOff: ["on"] });
  expect(clashes).toEqual({ oneOff: "false", state: "approved" });
});
