import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { fundingPostings, incomePostings } from "#db/schema/index.ts";
import { headOf, record } from "#lib/audit/store/record.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { postIncome, reverseIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { wordsIn } from "../../bin/district.ts";
import { verifierText, withWords } from "../../bin/trail-words.ts";
import { anchorsOf, checkTrail } from "../../bin/verify-trail.mjs";
import { falseAlarms, forged, keptOf } from "../../proof/forge.ts";
import { forgeries, takenApart, written } from "../../proof/forgeries.ts";
import type { AuditExport } from "./input.ts";
import { runExport } from "./leaving.ts";
import { verifyExport } from "./queries/verify-export.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const lianhua = await world.town("莲花镇");
const clerk = { ...world.as(await world.actor("town", "莲花镇")), address: "192.0.2.7" };
const local = world.as({ ...auditor.actor, scope: lianhua });
const [junying, baijiaoci] = await Promise.all([world.village("军营"), world.village("白交祠")]);

async function exported(
  filter: AuditExport = {},
  { ctx = auditor, language = "zh-CN", format = "csv" as "csv" | "xlsx" } = {},
) {
  const { body, name } = await runExport(ctx, { kind: "audit", filter }, format, wordsIn(language), language);
  return { name: name.ascii, bytes: Buffer.from(await new Response(body).arrayBuffer()) };
}
const textOf = async (...given: Parameters<typeof exported>) => (await exported(...given)).bytes.toString();

// What people can type, and what a spreadsheet would run or cannot hold.
const odd = [
  "=1+1",
  ' ＝甲"乙","[',
  "+86\r\n二行",
  "\ttab",
  "a\u0085b\u2028c\ufffe",
  '{"a":"\\u0085"}',
  "甲".repeat(300),
  "'quoted",
];

beforeAll(async () => {
  const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 }, name: "=2+5" });
  const base = {
    projectId: project.id,
    stage: "plan",
    source: "district",
    documentNo: "",
    note: "",
    explanation: "",
  } as const;
  const { id } = await postFunding(office, { ...base, amountFen: 1_000_003, onDay: "2016-10-05" });
  await postFunding(office, { ...base, amountFen: 77, onDay: "2016-11-09" });
  await reverseFunding(office, { postingId: id, reason: reasonOf("重复") });
  const account = (await accountsOf(world.db, "2016-11")).find(({ code }) => code === "501")?.id ?? 0;
  const row = (villageId: number, amountFen: number) => ({ villageId, accountId: account, amountFen });
  const { ids } = await postIncome(clerk, {
    townId: lianhua.id,
    month: "2016-10",
    rows: [row(junying.id, 10_000_000), row(baijiaoci.id, 1)],
  });
  await postIncome(clerk, { townId: lianhua.id, month: "2016-11", rows: [row(junying.id, 999)] });
  await reverseIncome(clerk, { postingId: ids[1] ?? 0, reason: reasonOf("录错") });
  for (const [at, text] of odd.entries()) {
    const subject = {
      type: "project",
      id: at % 2 ? at : null,
      name: text,
      divisionCode: at % 3 ? lianhua.code : world.district.code,
    } as const;
    await world.db.transaction((tx) =>
      record(tx, { ...office, address: at % 2 ? "2001:db8::7" : "" }, "project.edit", subject, {
        after: { text },
        reason: text,
      }),
    );
  }
});

describe("an exported trail is whole by itself", () => {
  test("it holds to its last line, in both languages, and tells what money it holds", async () => {
    for (const language of ["zh-CN", "en"]) {
      const text = await textOf({}, { language });
      const { events, shown, head, footer, money, broken, anchored } = checkTrail(text);
      expect({ broken, anchored, hidden: events - shown }).toEqual({ broken: null, anchored: 0, hidden: 0 });
      expect(footer).toMatchObject({ scope: world.district.code, filter: {}, language });
      expect(money).toMatchObject({ income: { "2016": 10_000_999 }, funding: { plan: 77 }, untold: 0 });
      expect(head?.seq).toBe(events);
    }
    const [income, funding] = await Promise.all([
      world.db.select().from(incomePostings),
      world.db.select().from(fundingPostings),
    ]);
    expect(income.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(10_000_999);
    expect(funding.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(77);
  });

  test("what a filter or an auditor's area leaves out is there by its hash", async () => {
    const filtered = checkTrail(await textOf({ verb: "funding.post" }));
    expect(filtered).toMatchObject({ broken: null, shown: 2, footer: { filter: { verb: "funding.post" } } });
    expect(filtered.hidden).toBeGreaterThan(10);
    const town = await textOf({}, { ctx: local });
    expect(checkTrail(town)).toMatchObject({ broken: null, footer: { scope: lianhua.code } });
    expect(
      takenApart(town)
        .rows.filter((row) => row.hashed !== "")
        .map((row) => row.divisionCode.slice(0, 9)),
    ).not.toContain("350212000");
  });

  test("it shows where a request came from", async () => {
    const { rows } = takenApart(await textOf({ verb: "income.post" }));
    expect(rows.filter((row) => row.hashed !== "").map((row) => row.address)).toEqual([
      "192.0.2.7",
      "192.0.2.7",
    ]);
  });

  test("a workbook has the same rows, and the server knows both again", async () => {
    for (const format of ["csv", "xlsx"] as const) {
      const file = await exported({ verb: "project.edit" }, { format });
      expect(await verifyExport(auditor, file, wordsIn)).toMatchObject({
        changed: [],
        reproduced: true,
        cover: { totals: [{ key: "events", value: odd.length }] },
      });
    }
  });

  test("forgeries of every kind are found, and nothing untouched is", async () => {
    const files = [
      await textOf(),
      await textOf({ verb: "income.post" }),
      await textOf({}, { ctx: local }),
      await textOf({}, { language: "en" }),
    ];
    expect(falseAlarms(files)).toEqual([]);
    const all = forged(files, { trials: 150, seed: 7 });
    expect(all).toMatchObject({ tried: 150, found: 150, missed: [], kinds: forgeries.length });
    expect(all.kinds).toBeGreaterThanOrEqual(25);
    expect(
      all.unseenAlone,
      "whoever can compute the whole file anew is found by an anchor alone",
    ).toBeGreaterThan(0);
  });

  test("with any one comparison switched off, forgeries go unnoticed", async () => {
    const files = [await textOf(), await textOf({ verb: "income.post" })];
    const folder = mkdtempSync(join(tmpdir(), "guatu-verifier-"));
    const without = async (comparison: string, at: number) => {
      const source = verifierText();
      expect(source.split(comparison), comparison).toHaveLength(2);
      const path = join(folder, `${at}.mjs`);
      writeFileSync(
        path,
        source.replace(comparison, comparison.replace(/^if \(.*?\)(?= throw|$)/, "if (false)")),
      );
      const { checkTrail: check } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
        checkTrail: typeof checkTrail;
      };
      return forged(files, { trials: 3 * forgeries.length, seed: 3, check }).missed;
    };
    const comparisons = [
      "if (record !== expected) throw new Broken(difference",
      "if (!trail.footer)",
      "if (footer?.[name] !== value)",
      "if (!leavesOut && shown !== events)",
      "if (missed)",
      "if (isCovered && !kept.files.has(sha))",
    ];
    for (const [at, comparison] of comparisons.entries())
      expect(await without(comparison, at), comparison).not.toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test("a hash-only line is as good a hold for an anchor as a whole one, and 12 digits are enough", async () => {
    const text = await textOf({ verb: "funding.post" });
    const { rows } = takenApart(text);
    const hidden = rows.findLast((row) => row.hashed === "");
    const head = { seq: Number(hidden?.seq), hash: String(hidden?.hash) };
    expect(checkTrail(text, { anchors: [{ ...head, hash: head.hash.slice(0, 12) }] })).toMatchObject({
      broken: null,
      anchored: 1,
    });
    expect(checkTrail(text, { anchors: [{ ...head, hash: "0123456789ab" }] }).broken).toMatchObject({
      seq: head.seq,
    });
  });

  test("anchors newer than a file are none of its faults; a file that no anchor knows is", async () => {
    const text = await textOf();
    const kept = keptOf(text);
    const newer = { seq: 1_000_000, hash: "f".repeat(64) };
    expect(checkTrail(text, { kept: { ...kept, heads: [...kept.heads, newer] } })).toMatchObject({
      broken: null,
      anchored: 1,
    });
    expect(checkTrail(text, { kept: { ...kept, files: new Set() } }).broken?.why).toMatch(
      /^no line of the anchors/,
    );
    expect(checkTrail(text, { kept: { heads: [newer], files: new Set() } })).toMatchObject({
      broken: null,
      anchored: 0,
    });
    const { seq, hash } = await headOf(world.db);
    expect(anchorsOf(`2026-12-01T02:00:00.000Z ${seq} ${hash} hourly\n`)).toEqual({
      heads: [{ seq, hash }],
      files: new Set(),
    });
    expect(() => anchorsOf("what\n")).toThrow("no line of an anchors file");
  });
});

test("the verifier has today's words and needs nothing but Node: node bin/trail-words.ts", () => {
  const source = readFileSync(new URL("../../bin/verify-trail.mjs", import.meta.url), "utf8");
  expect(withWords(source) === source, "run node bin/trail-words.ts").toBe(true);
  expect(
    [...source.matchAll(/from "([^"]+)"/g)]
      .map(([, from]) => from)
      .filter((from) => !from?.startsWith("node:")),
  ).toEqual([]);
  expect(
    written(takenApart(`\ufeff"a"\r\n1${",".repeat(14)}"a","b",\r\n${",".repeat(14)}"b","c","d"\r\n`)),
  ).toContain('"d"');
});
