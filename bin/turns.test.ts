import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { turnsOf } from "./turns.ts";

test("no more than a few at once, in the order they came, and a turn is over once", async () => {
  const turns = turnsOf({ atOnce: 2, mayWait: 10 });
  const begun: string[] = [];
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => turns.take(() => begun.push(name)));
  expect(begun).toEqual(["a", "b"]);
  c?.end(); // it gave up before its turn came
  a?.end();
  a?.end();
  await setImmediate();
  expect(begun).toEqual(["a", "b", "d"]);
  turns.take(() => begun.push("e"));
  expect(begun).toHaveLength(3);
  b?.end();
  d?.end();
  await setImmediate();
  expect(begun).toEqual(["a", "b", "d", "e"]);
});

test("when as many wait as may, nobody more is taken", async () => {
  const turns = turnsOf({ atOnce: 1, mayWait: 1 });
  const first = turns.take(() => undefined);
  expect(turns.take(() => undefined)).not.toBeNull();
  expect(turns.take(() => undefined)).toBeNull();
  first?.end();
  await setImmediate();
  expect(turns.take(() => undefined)).not.toBeNull();
});
