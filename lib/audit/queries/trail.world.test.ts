import Database from "better-sqlite3";
import pg from "pg";
import { expect, test } from "vitest";
import { engine } from "#db/columns.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Forbidden } from "#lib/core/errors.ts";
import { openWorld } from "#lib/testing/world.ts";
import { headOf, record } from "../store/record.ts";
import { historyOf, trail, verifyTrail } from "./trail.ts";

const world = await openWorld();
const office = await world.actor("office");
const auditor = await world.actor("auditor");
const clerk = await world.actor("town", "莲花镇");
const lianhua = await world.town("莲花镇");
const xinmin = await world.town("新民镇");

const project = (id: number, divisionCode: string): Subject => ({
  type: "project",
  id,
  name: `村-${id} 茶园A区`,
  divisionCode,
});
const note = (ctx: Ctx, subject: Subject, before: unknown, after: unknown, reason = "") =>
  world.db.transaction((tx) => record(tx, ctx, "project.edit", subject, { before, after, reason }));

await note(
  world.as(clerk, "2016-03-01"),
  project(1, lianhua.code),
  { owner: "镇长" },
  { owner: "分管副镇长" },
  "分工调整",
);
await note(
  world.as(office, "2016-03-02"),
  project(1, lianhua.code),
  { name: "茶园", owner: "分管副镇长" },
  { name: "高山茶园", owner: "分管副镇长" },
);
await note(world.as(office, "2016-03-03"), project(2, xinmin.code), null, { name: "商贸中心" });

test("a subject's history is its own, newest first, by field", async () => {
  const history = await historyOf(world.as(clerk), { type: "project", id: 1 });
  expect(history.map((event) => [event.actorName, event.reason, event.changes])).toEqual([
    [office.name, "", [{ field: "name", before: "茶园", after: "高山茶园" }]],
    [clerk.name, "分工调整", [{ field: "owner", before: "镇长", after: "分管副镇长" }]],
  ]);
});

test("another town's history is empty, and figures' readers do not read a person's", async () => {
  expect(await historyOf(world.as(clerk), { type: "project", id: 2 })).toEqual([]);
  await expect(historyOf(world.as(clerk), { type: "person", id: 1 })).rejects.toBeInstanceOf(Forbidden);
  await expect(
    historyOf(world.as(await world.actor("admin")), { type: "project", id: 1 }),
  ).rejects.toBeInstanceOf(Forbidden);
});

test("only the auditor reads the trail", async () => {
  for (const actor of [office, clerk, await world.actor("leader"), await world.actor("admin")]) {
    await expect(trail(world.as(actor), {})).rejects.toBeInstanceOf(Forbidden);
  }
});

test("the trail filters by person, verb, subject and Shanghai day, and pages without gap or repeat", async () => {
  const ctx = world.as(auditor);
  const seqs = async (filter: Parameters<typeof trail>[1]) =>
    (await trail(ctx, filter)).events.map((event) => event.seq);
  expect(await seqs({ person: clerk.id ?? 0 })).toHaveLength(1);
  expect(await seqs({ person: "operator" })).toEqual([1]);
  expect(await seqs({ verb: "project.edit" })).toEqual([4, 3, 2]);
  expect(await seqs({ subject: "茶园a区" })).toEqual([4, 3, 2]);
  expect(await seqs({ subjectType: "district" })).toEqual([1]);
  expect(await seqs({ from: "2016-03-02", to: "2016-03-02" })).toEqual([3]);
  const first = await trail(ctx, { verb: "project.edit" }, { limit: 2 });
  expect(first).toMatchObject({ next: 3 });
  const second = await trail(ctx, { verb: "project.edit" }, { limit: 2, before: first.next ?? 0 });
  expect([second.events.map((event) => event.seq), second.next]).toEqual([[2], null]);
});

test("a town's auditor sees the town alone", async () => {
  const local = { ...auditor, scope: xinmin };
  const { events } = await trail(world.as(local), {});
  expect(events.map((event) => event.subjectId)).toEqual([2]);
});

test("an untouched trail holds, and its head is what an export carries", async () => {
  const verdict = await verifyTrail(world.db, [await headOf(world.db)]);
  expect(verdict).toMatchObject({ broken: null, head: await headOf(world.db) });
  expect(verdict.events).toBe(verdict.head.seq);
});

test("the first broken row is named: an edit, a rewritten hash, a hole, a cut tail, a rebuilt chain", async () => {
  for (let i = 0; i < 1200; i += 50) {
    await world.db.transaction(async (tx) => {
      for (let j = 0; j < 50; j++)
        await record(tx, world.as(office), "project.edit", project(i + j, xinmin.code), { after: { i } });
    });
  }
  const anchor = await headOf(world.db);
  const broken = async (sql: string, undo: string) => {
    await byForce(sql);
    const verdict = await verifyTrail(world.db, [anchor]);
    await byForce(undo);
    return verdict.broken;
  };
  const name = office.name;
  expect(
    await broken(
      "UPDATE audit_event SET actor_name = 'x' WHERE seq = 1105",
      `UPDATE audit_event SET actor_name = '${name}' WHERE seq = 1105`,
    ),
  ).toEqual({ seq: 1105, why: "hash" });
  expect(
    await broken(
      "UPDATE audit_event SET subject_id = 9999 WHERE seq = 3",
      "UPDATE audit_event SET subject_id = 1 WHERE seq = 3",
    ),
  ).toEqual({
    seq: 3,
    why: "hash",
  });
  expect(
    await broken(
      "UPDATE audit_event SET seq = -7 WHERE seq = 7",
      "UPDATE audit_event SET seq = 7 WHERE seq = -7",
    ),
  ).toEqual({
    seq: -7,
    why: "sequence",
  });
  expect((await verifyTrail(world.db, [anchor])).broken).toBeNull();
  await byForce(`DELETE FROM audit_event WHERE seq = ${anchor.seq}`);
  expect((await verifyTrail(world.db)).broken).toBeNull();
  expect((await verifyTrail(world.db, [anchor])).broken).toEqual({ seq: anchor.seq, why: "anchor" });
  await note(world.as(office), project(1, lianhua.code), null, { another: "past" });
  expect((await verifyTrail(world.db, [anchor])).broken).toEqual({ seq: anchor.seq, why: "anchor" });
});

/** What somebody with the machine could do: past the triggers, straight to the rows. */
async function byForce(statement: string) {
  if (engine === "sqlite") {
    const file = new Database(world.url);
    file.exec("DROP TRIGGER IF EXISTS audit_event_no_update; DROP TRIGGER IF EXISTS audit_event_no_delete;");
    file.exec(statement);
    file.close();
    return;
  }
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  await client.query(statement);
  await client.end();
}
