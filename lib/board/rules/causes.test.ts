import { describe, expect, test } from "vitest";
import { type Act, lastTurn, type Replay, turnsOf } from "./causes.ts";

const act = (at: string, name: string): Act => ({ at, name, verb: "income.post" });
const span = { from: "2016-11-30", to: "2016-12-02" };
/** 90 of 100, and what acts add to it. */
const adding = (acts: Act[], amounts: number[]): Replay<boolean> => ({
  acts,
  days: [],
  stateAt: ({ acts: count }) => amounts.slice(0, count).reduce((sum, amount) => sum + amount, 90) >= 100,
});

describe("what turned it is found by replaying one act at a time", () => {
  test("the last act after which it stood otherwise, not the last one", () => {
    const acts = ["a", "b", "c", "d"].map((name, at) => act(`2016-12-01T0${at}:00:00.000Z`, name));
    expect(lastTurn(adding(acts, [20, -20, 15, 1]), span)).toEqual({
      from: false,
      to: true,
      cause: { act: acts[2] },
    });
    expect(turnsOf(adding(acts, [20, -20, 15, 1]), span).map(({ from, to }) => [from, to])).toEqual([
      [false, true],
      [true, false],
      [false, true],
    ]);
  });
  test("what was done before and after the span turned nothing in it", () => {
    const acts = [act("2016-11-30T10:00:00.000Z", "before"), act("2016-12-02T16:00:00.000Z", "after")]; // 2016-12-03 in Shanghai
    expect(lastTurn(adding(acts, [20, -20]), span)).toBeNull();
    expect(lastTurn(adding([act("2016-12-02T15:59:59.999Z", "in")], [20]), span)?.cause).toEqual({
      act: act("2016-12-02T15:59:59.999Z", "in"),
    });
  });
  test("a day that turns it by itself is named, though somebody did something on it later", () => {
    const replay: Replay<string> = {
      acts: [act("2016-12-01T00:30:00.000Z", "clerk")],
      days: ["2016-12-01", "2016-12-02"],
      stateAt: ({ day }) => (day < "2016-12-01" ? "green" : "grey"),
    };
    expect(lastTurn(replay, span)).toEqual({ from: "green", to: "grey", cause: { day: "2016-12-01" } });
  });
  test("a day on which something made before takes effect names who made it", () => {
    const rule: Act = { ...act("2016-11-01T01:00:00.000Z", "office"), verb: "rule.set" };
    const replay: Replay<string> = {
      acts: [],
      days: ["2016-12-01", "2016-12-02"],
      stateAt: ({ day }) => (day < "2016-12-02" ? "yellow" : "red"),
      dueOn: (day) => (day === "2016-12-02" ? rule : null),
    };
    expect(lastTurn(replay, span)?.cause).toEqual({ act: rule });
  });
});
