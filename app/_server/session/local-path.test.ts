import { expect, test } from "vitest";
import { localPath } from "./local-path.ts";

test("a way back leads to a path of this site", () => {
  expect(localPath("/projects?town=350212104000&page=2")).toBe("/projects?town=350212104000&page=2");
  expect(localPath("/projects/../income")).toBe("/income");
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "javascript:alert(1)",
  "projects",
  "",
  null,
  undefined,
])("and nowhere else: %s", (away) => {
  expect(localPath(away)).toBe("/");
});
