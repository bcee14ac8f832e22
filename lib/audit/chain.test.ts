import { expect, test } from "vitest";
import { firstBreak, hashOf, type Link, origin } from "./chain.ts";

/** A sound trail of `length` events. */
function trailOf(length: number) {
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
