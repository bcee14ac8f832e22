import { createHash } from "node:crypto";
import { asc, gt } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents } from "#db/schema/index.ts";
import { Refused } from "#lib/core/errors.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { whileDiskFails } from "#lib/testing/failing-disk.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { type ExportedFile, runExport } from "../leaving.ts";
import { verifyExport } from "../queries/verify-export.ts";
import { recordLate } from "./late.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 } });
const plan = {
  projectId: project.id,
  stage: "plan",
  source: "district",
  documentNo: "",
  note: "",
  explanation: "",
  onDay: "2016-03-01",
} as const;
const words = (key: string) => key;
const csv = () => runExport(auditor, { kind: "funding", filter: {} }, "csv", words, "en");
const read = async ({ body }: ExportedFile) => Buffer.from(await new Response(body).arrayBuffer());
const since = (seq: number) =>
  world.db.select().from(auditEvents).where(gt(auditEvents.seq, seq)).orderBy(asc(auditEvents.seq));
const wholeLater = new Date(auditor.now.getTime() + 3_600_000);

test("a CSV file leaves while the disk takes nothing, and is recorded when it takes it, once, as of when it left", async () => {
  await postFunding(office, { ...plan, amountFen: 12_345 });
  const before = await world.lastEvent();
  const file = await whileDiskFails(world.db, async () => {
    const made = await csv();
    expect(made.begun).toMatchObject({ number: 0, hash: before.hash });
    expect(made.name.ascii).toBe("guatu-funding-350212000000-20161231-unrecorded.csv");
    const bytes = await read(made);
    expect(await recordLate(world.db, wholeLater), "nothing can be recorded yet").toBe(0);
    return bytes;
  });
  expect(await since(before.seq)).toEqual([]);

  await postFunding(office, { ...plan, amountFen: 1 }); // the disk takes it again, and the figures move on
  expect(await recordLate(world.db, wholeLater)).toBe(1);
  expect(await recordLate(world.db, wholeLater), "once").toBe(0);
  const [, late, ...more] = await since(before.seq);
  expect(more).toEqual([]);
  const sha256 = createHash("sha256").update(file).digest("hex");
  expect(late).toMatchObject({ verb: "export.run", actorId: auditor.actor.id, at: wholeLater.toISOString() });
  expect(JSON.parse(late?.payload ?? "").after).toMatchObject({
    kind: "funding",
    leftAt: auditor.now.toISOString(),
    rows: 1,
    sha256,
  });
  const verdict = await verifyExport(auditor, { name: "guatu.csv", bytes: file }, () => words);
  expect(verdict).toMatchObject({
    cover: { number: late?.seq, asOf: auditor.now.toISOString() },
    changed: [],
  });
});

test("one whose end can be recorded is one event, and one that its client left says so", async () => {
  const before = await world.lastEvent();
  const [whole, left] = await whileDiskFails(world.db, async () => [await csv(), await csv()] as const);
  await read(whole);
  await left.body.cancel();
  expect((await since(before.seq)).map((event) => [event.verb, JSON.parse(event.payload).after.why])).toEqual(
    [
      ["export.run", undefined],
      ["export.cancel", "client"],
    ],
  );
});

test("one that began before and ends while the disk takes nothing comes through whole, and its end is recorded", async () => {
  const made = await csv();
  expect(made.begun.number).toBe((await world.lastEvent()).seq);
  await whileDiskFails(world.db, () => read(made));
  expect(await since(made.begun.number)).toEqual([]);
  expect(await recordLate(world.db, wholeLater)).toBe(1);
  const [end, ...more] = await since(made.begun.number);
  expect(more).toEqual([]);
  expect(end).toMatchObject({ verb: "export.run", subjectId: made.begun.number });
  expect(JSON.parse(end?.payload ?? "").after).toMatchObject({ rows: 2 });
});

test("a workbook is refused, and says that CSV can be had", async () => {
  const before = await world.lastEvent();
  const refused = await whileDiskFails(world.db, () =>
    runExport(auditor, { kind: "funding", filter: {} }, "xlsx", words, "en").catch((error: unknown) => error),
  );
  expect(refused).toEqual(new Refused("export.onlyCsv"));
  expect(await since(before.seq)).toEqual([]);
});
