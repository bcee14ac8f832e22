import { describe, expect, test } from "vitest";
import { chosenOf, type DiffRow, diffCell, diffRow, type Given, type Sentence } from "./diff.ts";
import { whichOf } from "./match-village.ts";

const says = (value: string | number | null): Given => ({ at: "收入!C2", shown: String(value ?? ""), value });
const classOf = (given: number | null, now: number | null, base?: number | null) =>
  diffCell("501", says(given), {
    now,
    base,
    blankClears: true,
    by: { name: "区专班", at: "2016-12-01T00:00:00.000Z" },
  }).class;

describe("a cell between what the file says, what stands, and what the template was made from", () => {
  //    given  now   base
  test.each([
    [5, null, null, "new"],
    [5, null, undefined, "new"],
    [5, 4, 4, "changed"],
    [5, 4, undefined, "changed"],
    [5, 5, 4, "same"], // both made the same change
    [4, 7, 4, "same"], // untouched in the file: what became of it here stays
    [5, 7, 4, "conflict"],
    [5, 7, null, "conflict"],
    [5, null, 4, "conflict"], // taken back here since
    [null, 4, 4, "changed"], // emptied in the template: taken back
    [null, 7, 4, "conflict"],
    [null, 4, undefined, "same"], // empty in a file of one's own: says nothing
    [null, null, 4, "same"],
    [0, null, null, "new"], // zero is a report of zero
    [0, 4, 4, "changed"],
  ])("given %s, now %s, made from %s is %s", (given, now, base, expected) => {
    expect(classOf(given, now, base)).toBe(expected);
  });

  test("a cell that cannot be read is an error, whatever stands", () => {
    const problem: Sentence = { key: "sheets.error.notAnAmount", values: {} };
    expect(diffCell("501", { at: "收入!C2", shown: "若干", problem }, { now: 5, base: 5 })).toMatchObject({
      class: "error",
      problem,
    });
  });
});

const row = (line: number, ...cells: ReturnType<typeof diffCell>[]): DiffRow =>
  diffRow({ line, label: "军营", id: 1, cells });
const cell = (given: number, now: number | null, base?: number) =>
  diffCell("501", says(given), { now, base });

test("a row is what its worst cell is", () => {
  expect(row(2, cell(5, null), cell(4, 4)).class).toBe("new");
  expect(row(2, cell(5, null), cell(5, 4)).class).toBe("changed");
  expect(row(2, cell(5, 7, 4), cell(5, 4)).class).toBe("conflict");
  expect(
    diffRow({
      line: 2,
      label: "军营",
      id: 1,
      cells: [cell(5, 5)],
      problem: { key: "intake.says.twice", values: {} },
    }).class,
  ).toBe("error");
});

test("new and changed rows are taken unless left out, rows in conflict only where one insists, others never", () => {
  const rows = [row(2, cell(5, null)), row(3, cell(5, 4)), row(4, cell(5, 7, 4)), row(5, cell(5, 5))];
  const lines = (left: number[], mine: number[]) => chosenOf(rows, { left, mine }).map((each) => each.line);
  expect(lines([], [])).toEqual([2, 3]);
  expect(lines([2], [4, 5])).toEqual([3, 4]);
});

describe("which village a row is about", () => {
  const known = [
    {
      id: 1,
      label: "军营",
      codes: ["350212105207", "350212105999"],
      names: ["军营", "军营村民委员会"],
      towns: ["莲花镇"],
    },
    { id: 2, label: "东山", codes: ["350212001001"], names: ["东山"], towns: ["大同街道"] },
    { id: 3, label: "东山", codes: ["350212102001"], names: ["东山"], towns: ["新民镇"] },
  ];
  const found = (code: string, name: string, town = "") => whichOf(known, { code, name, town });
  test("by a code it ever had, else by name as files write it, and town where that is said", () => {
    expect(found("350212105999", "")).toMatchObject({ is: { id: 1 } });
    expect(found("", "军营村委会")).toMatchObject({ is: { id: 1 } });
    expect(found("", "东山社区", "新民")).toMatchObject({ is: { id: 3 } });
  });
  test("none, several, and a code beside another's name are told apart", () => {
    expect(found("350299999999", "军营")).toEqual({ none: true });
    expect(found("", "东山")).toMatchObject({ several: [{ id: 2 }, { id: 3 }] });
    expect(found("350212105207", "东山")).toMatchObject({ contradiction: { id: 1 } });
  });
});
