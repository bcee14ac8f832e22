import { expect, test } from "vitest";
import { jsonBreak, lineAndColumn } from "./json-break.ts";

test.each([
  ['{"a": xyz}', 6],
  ['{"a":1,}', 7],
  ["[1,]", 3],
  ["[1 2]", 3],
  ["[1}", 2],
  ["{a:1}", 1],
  ['{"a" 1}', 5],
  ['{"a":"x\ny"}', 7],
  ['["\\q"]', 2],
  ["[01]", 2],
  ["abc", 0],
  ["{} x", 3],
  ["}", 0],
])("%s breaks at %i", (text, at) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(jsonBreak(text)).toBe(at);
});

test.each(['{"a":[1,2', '{"a":"', "[", ""])("%s ends too early", (text) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(jsonBreak(text)).toBe(text.length);
});

test.each(['{"a":[1,-2.5e3,true,null,{"b":"\\u4e2d\\n"}],"c":{}}', " [] ", '"x"'])("%s holds", (text) => {
  JSON.parse(text);
  expect(jsonBreak(text)).toBe(text.length);
});

test("a place is said by line and column", () => {
  expect(lineAndColumn('{\n "a": 1,\n}', 11)).toEqual({ line: 3, column: 1 });
  expect(lineAndColumn("[x]", 1)).toEqual({ line: 1, column: 2 });
});
