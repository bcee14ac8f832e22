import { expect, test } from "vitest";
import type { Light } from "#lib/projects/rules/lights.ts";
import { lightMoves, needingAttention, worstOf } from "./attention.ts";

const project = (
  number: string,
  countsAs: Light,
  behindPoints: number | null,
  dueOn: string | null = null,
  light = countsAs,
  key = "behind" as const,
) => ({
  number,
  dueOn,
  light,
  countsAs,
  why: { key: key as "behind" | "firstReport" | "noReport", values: {} },
  progress: { light, plannedBp: 0, actualBp: 0, behindPoints, why: { key, values: {} } },
});

test("red comes first, then yellow, then missing reports; further behind before nearer; then the earlier date", () => {
  const listed = needingAttention([
    project("村-009", "grey", null),
    project("村-008", "yellow", 12),
    project("村-007", "red", 34, "2016-12-20"),
    project("村-006", "green", -2),
    project("村-005", "red", 34, "2016-12-10"),
    project("村-004", "paused", null),
    project("村-010", "red", 51),
    project("村-002", "red", 34, "2016-12-20"),
  ]);
  expect(listed.map((each) => each.number)).toEqual([
    "村-010",
    "村-005",
    "村-002",
    "村-007",
    "村-008",
    "村-009",
  ]);
});

test("a report that has long been missing stands among the reds, after those that were measured", () => {
  expect(
    needingAttention([project("村-001", "red", null, null, "grey"), project("村-002", "red", 31)]).map(
      (each) => each.number,
    ),
  ).toEqual(["村-002", "村-001"]);
});

test("a first report that is not due yet needs nobody", () => {
  const waiting = { ...project("村-001", "grey", null), why: { key: "firstReport" as const, values: {} } };
  expect(needingAttention([waiting])).toEqual([]);
});

test("the worst of several lights", () => {
  expect(worstOf(["green", "grey", "yellow"])).toBe("yellow");
  expect(worstOf(["green", "paused"])).toBe("paused");
  expect(worstOf([])).toBeNull();
});

test("what moved is listed, worse ones first; what came or went did not move", () => {
  const moves = lightMoves([
    { project: "a", from: "red", to: "yellow", cause: { day: "2016-12-06" } },
    { project: "b", from: "yellow", to: "red", cause: { day: "2016-12-06" } },
    { project: "c", from: "green", to: "green", cause: { day: "2016-12-06" } },
    { project: "d", from: null, to: "red", cause: { day: "2016-12-06" } },
    { project: "e", from: "yellow", to: "green", cause: { day: "2016-12-06" } },
  ] as const);
  expect(moves.map((move) => move.project)).toEqual(["b", "a", "e"]);
});
