import { expect, test } from "vitest";
import { type Before, firstBreak, hashOf, type Link, origin } from "./chain.ts";

/** A sound trail of `length` events. */
function trailOf(length: number, hashedBy?: "sm3") {
  const events: (Link & { hash: string })[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const link: Link = {
      seq,
      at: `2016-12-31T01:00:00.${String(seq).padStart(3, "0")}Z`,
      actorId: seq % 3 === 0 ? null : seq,
      actorName: "莲花镇",
      actorRole: "town",
      scopeCode: "350212105000",
      verb: "income.post",
      subjectType: "village",
      subjectId: seq,
      subjectName: "军营",
      divisionCode: "350212105206",
      request: `r${seq}`,
      ...(hashedBy ? { hashedBy } : {}),
      payload: JSON.stringify({ before: null, after: { amountFen: seq }, reason: "" }),
      previousHash: events.at(-1)?.hash ?? origin,
    };
    events.push({ ...link, hash: hashOf(link) });
  }
  return events;
}

test("a sound trail has no break, whole or in stretches", () => {
  const trail = trailOf(20);
  expect(firstBreak(trail)).toBeNull();
  const [head] = trail.slice(9, 10);
  expect(firstBreak(trail.slice(10), { seq: 10, hash: head?.hash ?? "" })).toBeNull();
});

test("an address that a request came from is hashed with the rest, and an event without one is hashed as before there were any", () => {
  const event = trailOf(1)[0] as Link;
  const from = (address: string | null) => hashOf({ ...event, address });
  expect(from(null)).toBe(hashOf(event));
  expect(new Set([from(null), from("192.0.2.7"), from("192.0.2.8"), from("")]).size).toBe(4);
});

test("a changed value of any column is found at its row", () => {
  const columns = Object.keys(trailOf(1)[0] ?? {}) as (keyof Link)[];
  expect(columns).toHaveLength(15);
  for (const column of columns) {
    const trail = trailOf(5);
    const row = trail[2] as Record<string, unknown>;
    row[column] = typeof row[column] === "number" ? Number(row[column]) + 100 : `${row[column] ?? ""}x`;
    expect(firstBreak(trail), column).not.toBeNull();
    expect([3, 103]).toContain(firstBreak(trail)?.seq);
  }
});

test("a row taken out, put in or moved is found", () => {
  const [a, b, c, d] = trailOf(4);
  if (!a || !b || !c || !d) throw new Error("short");
  expect(firstBreak([a, c, d])).toEqual({ seq: 3, why: "sequence" });
  expect(firstBreak([a, b, b, c])).toEqual({ seq: 2, why: "sequence" });
  expect(firstBreak([b, a, c, d])).toEqual({ seq: 2, why: "sequence" });
});

test("a rewritten row with a fresh hash breaks the next one", () => {
  const trail = trailOf(4);
  const row = trail[1];
  if (!row) throw new Error("short");
  row.payload = "{}";
  row.hash = hashOf(row);
  expect(firstBreak(trail)).toEqual({ seq: 3, why: "previousHash" });
});

test("a trail of SM3 holds, says of each event that it is one, and finds what was changed", () => {
  expect(firstBreak(trailOf(20, "sm3"))).toBeNull();
  expect(trailOf(1, "sm3")[0]?.hash).not.toBe(trailOf(1)[0]?.hash);
  for (const change of [
    { payload: "{}" },
    { address: "192.0.2.7" },
    { hashedBy: null },
    { hashedBy: "sha256" },
  ]) {
    const trail = trailOf(5, "sm3");
    trail[2] = { ...(trail[2] as (typeof trail)[number]), ...change };
    expect(firstBreak(trail), JSON.stringify(change)).toEqual({ seq: 3, why: "hash" });
  }
  const plain = trailOf(5);
  plain[2] = { ...(plain[2] as (typeof plain)[number]), hashedBy: "sm3" };
  expect(firstBreak(plain)).toEqual({ seq: 3, why: "hash" });
});

test("a trail goes on as it began: an event hashed otherwise is a break, also where a stretch begins with it", () => {
  const [first, second] = trailOf(2, "sm3");
  if (!first || !second) throw new Error("short");
  const other = { ...second, hashedBy: null };
  const rehashed = { ...other, hash: hashOf(other) };
  expect(firstBreak([first, rehashed])).toEqual({ seq: 2, why: "hash" });
  expect(firstBreak([rehashed], first as Before)).toEqual({ seq: 2, why: "hash" });
});
