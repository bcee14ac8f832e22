import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { asc, gt } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditEvents } from "#db/schema/index.ts";
import type { Row } from "#lib/core/columns.ts";
import type { Day } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { approveMonth } from "#lib/filing/commands/office.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { sheetsOf } from "./formats/workbook.ts";
import type { ExportFormat } from "./input.ts";
import { runExport, writeExport } from "./leaving.ts";
import type { Asked } from "./queries/about.ts";
import { exportMade, extractOf, lookedAt } from "./queries/exports.ts";
import type { Extract } from "./rules/extract.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 } });
const words = (key: string) => key;
const plan = {
  projectId: project.id,
  stage: "plan",
  source: "district",
  documentNo: "",
  note: "",
  explanation: "",
  onDay: "2016-03-01",
} as const;
const asked = (format: ExportFormat): Asked => ({
  request: { kind: "funding", filter: {} },
  format,
  words,
  language: "en",
});

let newest = 0;
beforeAll(async () => {
  for (let fen = 1; fen <= 7; fen++) await postFunding(office, { ...plan, amountFen: fen });
});
beforeEach(async () => {
  newest = (await world.lastEvent()).seq;
});

/** What the trail has since the test began. */
async function remembered() {
  const rows = await world.db
    .select()
    .from(auditEvents)
    .where(gt(auditEvents.seq, newest))
    .orderBy(asc(auditEvents.seq));
  return rows.map((row) => ({ verb: row.verb, of: row.subjectId, after: JSON.parse(row.payload).after }));
}

/**
 * The funding of the district, three rows a stretch, counting the stretches that were read; `change` alters
 * rows on the way.
 */
async function threes(
  change: (row: Row, at: number) => Row = (row) => row,
): Promise<Extract & { read: () => number }> {
  const extract = await extractOf(auditor, { kind: "funding", filter: {} }, words, "en");
  const rows: Row[] = [];
  for await (const stretch of extract.stretches()) rows.push(...stretch);
  let read = 0;
  return {
    ...extract,
    read: () => read,
    async *stretches() {
      for (let at = 0; at < rows.length; at += 3) {
        read += 1;
        yield rows.slice(at, at + 3).map((row, index) => change(row, at + index));
      }
    },
  };
}

/** What a descriptor of this process is of; of one that was closed meanwhile, nothing. */
function linkOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
}

const linesIn = (piece: Uint8Array | undefined) =>
  new TextDecoder().decode(piece).trim().split("\r\n").length;

describe("a CSV file leaves while it is read", () => {
  test("the heading leaves before any row is read, the export remembered before the heading", async () => {
    const extract = await threes();
    const { body, begun } = await writeExport(auditor, extract, asked("csv"));
    expect(extract.read()).toBe(0);
    expect(await remembered()).toMatchObject([{ verb: "export.begin", of: null }]);
    expect(await exportMade(auditor, begun.number)).toMatchObject({ state: "begun", number: begun.number });
    const reader = body.getReader();
    expect(linesIn((await reader.read()).value)).toBe(1);
    while (!(await reader.read()).done);
    expect(await exportMade(auditor, begun.number)).toMatchObject({ state: "whole", rows: 7 });
  });

  test("a client that goes away stops the reading, and the trail says after how many rows", async () => {
    const extract = await threes();
    const { body, begun } = await writeExport(auditor, extract, asked("csv"));
    const reader = body.getReader();
    await reader.read(); // the heading
    expect(linesIn((await reader.read()).value)).toBe(3);
    await reader.cancel();
    const rowsLeft = extract.read() === 2 ? 3 : 6; // the stream may have asked for one piece more than the client took
    expect(extract.read()).toBeLessThan(4);
    expect(await remembered()).toMatchObject([
      { verb: "export.begin" },
      { verb: "export.cancel", of: begun.number, after: { why: "client", rows: rowsLeft } },
    ]);
    expect(await exportMade(auditor, begun.number)).toMatchObject({ state: "cancelled", why: "client" });
  });

  test("a client that goes away at once is remembered too", async () => {
    const { body } = await writeExport(auditor, await threes(), asked("csv"));
    await body.cancel();
    expect(await remembered()).toMatchObject([
      { verb: "export.begin" },
      { verb: "export.cancel", after: { why: "client", rows: 0 } },
    ]);
  });

  test("what is posted while somebody reads does not slip in, and does not unbalance it", async () => {
    const { body, begun } = await runExport(auditor, { kind: "funding", filter: {} }, "csv", words, "en");
    const reader = body.getReader();
    await reader.read();
    const { id } = await postFunding(office, { ...plan, amountFen: 8 });
    let text = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      text += new TextDecoder().decode(piece.value);
    expect(text.split("\r\n").some((line) => line.startsWith(`${id},`))).toBe(false);
    expect(await exportMade(auditor, begun.number)).toMatchObject({ state: "whole", rows: 7 });
  });
});

test.runIf(existsSync("/proc/self/fd"))(
  "a workbook that nobody takes, or takes in part, leaves no file open",
  async () => {
    const exports = () =>
      readdirSync("/proc/self/fd")
        .map((each) => linkOf(each))
        .filter((file) => file.includes("guatu-export-"));
    const others = new Set(exports()); // of files that this worker ran before
    const open = () => exports().filter((file) => !others.has(file)).length;
    for (const pieces of [0, 1, 2, 3]) {
      const { body } = await writeExport(auditor, await threes(), asked("xlsx"));
      expect(open(), "while it waits").toBe(1);
      const reader = body.getReader();
      for (let taken = 0; taken < pieces; taken++) await reader.read();
      await reader.cancel();
      expect(open(), `after ${pieces} pieces`).toBe(0);
    }
  },
);

describe("a file whose rows do not add up to what the screens show does not leave", () => {
  const oneFenMore = (row: Row, at: number) =>
    at === 6 ? { ...row, amountFen: Number(row.amountFen) + 1 } : row;

  test("a workbook is refused with the numbers, and the trail says so", async () => {
    const written = writeExport(auditor, await threes(oneFenMore), asked("xlsx"));
    await expect(written).rejects.toEqual(
      expect.objectContaining({
        code: "export.unbalanced",
        details: expect.objectContaining({ total: "plan", apart: 1 }),
      }),
    );
    await expect(written).rejects.toBeInstanceOf(Refused);
    expect(await remembered()).toMatchObject([
      { verb: "export.cancel", after: { why: "unbalanced", rows: 0 } },
    ]);
  });

  test("a CSV file breaks off before its last rows, and the trail says so", async () => {
    const { body, begun } = await writeExport(auditor, await threes(oneFenMore), asked("csv"));
    const reader = body.getReader();
    let lines = 0;
    const toTheEnd = async () => {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read())
        lines += linesIn(piece.value);
    };
    await expect(toTheEnd()).rejects.toThrow("export.unbalanced");
    expect(lines).toBeLessThanOrEqual(1 + 6);
    expect(await exportMade(auditor, begun.number)).toMatchObject({ state: "cancelled", why: "unbalanced" });
  });

  test("a pivot that lost a row, and a screen that shows a fen less, are noticed as well", async () => {
    const extract = await threes();
    const pivot = extract.pivot && {
      ...extract.pivot,
      of: (row: Row, measure: { key: string }) =>
        row.amountFen === 7 ? 0 : row.stage === measure.key ? Number(row.amountFen) : 0,
    };
    await expect(writeExport(auditor, { ...extract, pivot }, asked("xlsx"))).rejects.toMatchObject({
      code: "export.unbalanced",
      details: { apart: 7 },
    });
    const control = async () => {
      const { rows, totals } = await extract.control();
      return {
        rows,
        totals: totals.map((total, at) => (at === 0 ? { ...total, value: total.value - 1 } : total)),
      };
    };
    await expect(writeExport(auditor, { ...extract, control }, asked("xlsx"))).rejects.toMatchObject({
      code: "export.unbalanced",
      details: { apart: 1 },
    });
  });

  test("one that does has a sheet that says so, line by line, in numbers", async () => {
    const { body } = await writeExport(auditor, await threes(), asked("xlsx"));
    const sheets = await sheetsOf(Buffer.from(await new Response(body).arrayBuffer()));
    const balance = sheets.find((sheet) => sheet.name === "export.sheet.balance")?.rows ?? [];
    const total = (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8) / 100;
    expect(balance.find(([label]) => String(label).includes("total.funding.plan"))?.slice(1)).toEqual([
      total,
      total,
      total,
      0,
      "export.balance.equal",
    ]);
    expect(balance.find(([label]) => label === "export.cover.rows")?.slice(1, 4)).toEqual([8, 8, 8]);
    expect(balance.flat()).toContain("export.basis.funding");
  });
});

test("what is approved while somebody reads approved rows does not slip in either, and does not unbalance it", async () => {
  const approve = async (town: string, on: Day) => {
    const [ctx, month] = [
      world.as(await world.actor("office"), on),
      { townId: (await world.town(town)).id, month: "2016-03" },
    ];
    await submitMonth(ctx, { ...month, version: 0, confirmed: true });
    await approveMonth(ctx, {
      month: month.month,
      towns: [{ townId: month.townId, version: 1 }],
      confirmed: true,
      reason: "其余无收入",
    });
  };
  const far = await plantProject(world, { town: "新民镇", villages: { 梧侣: 10_000 } });
  await postFunding(office, { ...plan, projectId: far.id, amountFen: 9 });
  await approve("新民镇", "2016-12-30");
  const request = { kind: "funding", filter: { approvedOnly: "true" } } as const;
  const reading = await extractOf(lookedAt(auditor, request), request, words, "en");
  await approve("莲花镇", "2017-01-02"); // of postings older than the one that is approved
  const rowsOf = async (extract: Extract) => {
    const rows: Row[] = [];
    for await (const stretch of extract.stretches()) rows.push(...stretch);
    return rows.map((row) => row.amountFen);
  };
  expect(await rowsOf(reading)).toEqual([9]);
  expect((await reading.control()).rows).toBe(1);
  const later = await extractOf(
    lookedAt(world.as(auditor.actor, "2017-01-03"), request),
    request,
    words,
    "en",
  );
  expect((await rowsOf(later)).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
