import { expect, test } from "vitest";
import { fieldsOf, fileFieldsOf } from "./submitted-fields.ts";

const form = (...entries: [string, string | File][]) => {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
};

test("names with dots nest, numbered parts become lists in their order", () => {
  expect(
    fieldsOf(
      form(["name", "a"], ["rows.10.amount", "3"], ["rows.2.amount", "1"], ["evidence.approved", "文号"]),
    ),
  ).toEqual({
    name: "a",
    rows: [{ amount: "1" }, { amount: "3" }],
    evidence: { approved: "文号" },
  });
});

test("a repeated name is a list, and so is one that says so", () => {
  expect(fieldsOf(form(["a", "1"], ["a", "2"], ["b[]", "1"]))).toEqual({ a: ["1", "2"], b: ["1"] });
});

test("React's own fields and files are left out", () => {
  expect(fieldsOf(form(["$ACTION_KEY", "x"], ["file", new File(["x"], "x.txt")], ["a", "1"]))).toEqual({
    a: "1",
  });
});

test("a hostile name reaches no prototype and nests no deeper than five", () => {
  const fields = fieldsOf(
    form(
      ["__proto__.polluted", "1"],
      ["a.constructor.b", "1"],
      ["prototype", "1"],
      ["a.b.c.d.e.f", "1"],
      ["a", "1"],
    ),
  );
  expect(fields).toEqual({ a: "1" });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("a chosen file is its text and its name, in UTF-8 with or without a mark, or as Chinese Windows writes", async () => {
  const sent = (...bytes: BlobPart[]) => form(["map", new File(bytes, "村.geojson")]);
  expect(await fileFieldsOf(sent("村"), "map")).toEqual({ map: "村", fileName: "村.geojson" });
  expect(await fileFieldsOf(sent("\ufeff村"), "map")).toEqual({ map: "村", fileName: "村.geojson" });
  expect(await fileFieldsOf(sent(new Uint8Array([0xb4, 0xe5])), "map")).toEqual({
    map: "村",
    fileName: "村.geojson",
  });
});

test("no file, an empty one and plain text are no file", async () => {
  for (const sent of [form(), form(["map", new File([], "")]), form(["map", "text"])])
    expect(await fileFieldsOf(sent, "map")).toEqual({});
});
