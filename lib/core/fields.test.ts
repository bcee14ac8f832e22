import { describe, expect, test } from "vitest";
import {
  dayText,
  idText,
  optionalDay,
  optionalText,
  percentText,
  requiredText,
  tick,
  versionText,
  yuan,
} from "./fields.ts";

const problem = (
  schema: { safeParse: (value: unknown) => { success: boolean; error?: { issues: { message: string }[] } } },
  value: unknown,
) => schema.safeParse(value).error?.issues[0]?.message;

describe("a percentage", () => {
  test.each([
    ["42", 4200],
    ["42%", 4200],
    [" 42.5 ％ ", 4250],
    ["0", 0],
    ["100", 10_000],
    ["３３．３３", 3333],
  ])("%s", (text, bp) => expect(percentText.parse(text)).toBe(bp));
  test.each(["abc", "-1", "100.01", "101", "1/2", "4 2 0"])("%s is none", (text) =>
    expect(problem(percentText, text)).toBe("notAPercentage"),
  );
  test("nothing is asked for", () =>
    expect([problem(percentText, ""), problem(percentText, undefined)]).toEqual(["required", "required"]));
});

describe("text is kept as both engines and every browser have it", () => {
  test.each([
    ["a\u0000b", "ab"],
    ["\ud800 梧侣 \u0085", "梧侣"],
    ["first\n\tsecond\u001b", "first\n\tsecond"],
    ["𠙶㙟 😀", "𠙶㙟 😀"],
  ])("%j", (given, kept) =>
    expect([requiredText(20).parse(given), optionalText(20).parse(given)]).toEqual([kept, kept]),
  );
  test("what cannot be written is not there", () => {
    expect(problem(requiredText(20), "\u0000")).toBe("required");
    expect(optionalText(1).parse("\u0000a")).toBe("a");
  });
});

describe("a day", () => {
  test.each([
    "2016-11-05",
    "2016.11.5",
    "2016/11/5",
    "2016年11月5日",
    "２０１６－１１－０５",
    " 2016-11-05 ",
  ])("%s", (text) => expect(dayText.parse(text)).toBe("2016-11-05"));
  test.each(["2016-02-30", "11/5/2016", "yesterday", "2016-11"])("%s is none", (text) =>
    expect(problem(dayText, text)).toBe("notADay"),
  );
  test("an optional one may be empty", () =>
    expect([optionalDay.parse(""), optionalDay.parse(undefined), optionalDay.parse("2016.1.2")]).toEqual([
      undefined,
      undefined,
      "2016-01-02",
    ]));
});

test("an amount is read to the fen, or says what is wrong", () => {
  expect(yuan.parse("1,234.56")).toBe(123_456);
  expect(yuan.parse(5)).toBe(5);
  expect([problem(yuan, ""), problem(yuan, "十万"), problem(yuan, "0.001")]).toEqual([
    "required",
    "notAnAmount",
    "finerThanAFen",
  ]);
});

test("text is trimmed, and blank is nothing", () => {
  expect(requiredText(5).parse("  a ")).toBe("a");
  expect([
    problem(requiredText(5), "   "),
    problem(requiredText(5), "abcdef"),
    problem(requiredText(5), undefined),
  ]).toEqual(["required", "tooLong", "required"]);
});

test("an id is a positive whole number", () => {
  expect(idText.parse("12")).toBe(12);
  expect(["", "0", "-1", "1.5", "x", undefined].map((each) => problem(idText, each))).toEqual(
    Array(6).fill("required"),
  );
});

test("a tick box sends on or nothing", () =>
  expect([tick.parse("on"), tick.parse(undefined), tick.parse(true), tick.parse("off")]).toEqual([
    true,
    false,
    true,
    false,
  ]));

test.each([["12"], [12], []])("a list of one number, or of %s, is no number", (...given) => {
  expect([problem(idText, given), problem(versionText, given)]).toEqual(["required", "required"]);
});
