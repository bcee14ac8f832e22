import { expect, test } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { placesOf } from "./navigation.ts";

const office: Actor = {
  id: 1,
  username: "office",
  name: "区专班",
  role: "office",
  scope: { id: 1, code: "350212000000", level: "county", name: "同安区" },
};

test("nothing leads to the facts of an article that does not speak of the district", () => {
  const names = (facts: boolean) => placesOf(office, facts).map(({ name }) => name);
  expect(names(true)).toContain("facts");
  expect(names(false)).toEqual(names(true).filter((name) => name !== "facts"));
});
