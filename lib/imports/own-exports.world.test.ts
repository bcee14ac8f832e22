import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { reasonOf } from "#lib/core/fields.ts";
import type { ExportFormat, ExportRequest } from "#lib/exports/input.ts";
import { runExport } from "#lib/exports/leaving.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { chinese, english, filled, previewed, send } from "#lib/testing/intake.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { mapColumns, uploadRegister } from "./commands/registers.ts";
import type { Monthly } from "./input.ts";
import { intakePage } from "./queries/imports.ts";
import { settled } from "./store/reading.ts";

// What the product writes, sent in again: each file is understood, asked about, or refused with what to do
// instead.

const world = await openWorld();
const office = world.as(await world.actor("office"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const town = await world.town("莲花镇");
const month = "2016-11";
const languages = [chinese, english];

beforeAll(async () => {
  const account = new Map((await accountsOf(world.db, month)).map((each) => [each.code, each.id]));
  const junying = (await world.village("军营")).id;
  const amounts = [["501", 12_345_67], ["522", 9_99]] as const; // biome-ignore format: a table
  for (const each of ["2016-10", month])
    await postIncome(clerk, {
      townId: town.id,
      month: each,
      rows: amounts.map(([code, amountFen]) => ({
        villageId: junying,
        accountId: account.get(code) ?? 0,
        amountFen,
      })),
    });
  const { id: projectId } = await plantProject(world, {
    town: "莲花镇",
    villages: { 军营: 3333, 白交祠: 6667 },
    name: "高山茶园",
  });
  const base = {
    projectId,
    stage: "plan" as const,
    source: "district" as const,
    documentNo: "",
    note: "",
    explanation: "",
  };
  await postFunding(office, { ...base, amountFen: 100_000_01, onDay: "2016-11-01" });
  const { id: postingId } = await postFunding(office, { ...base, amountFen: 5_00, onDay: "2016-11-02" });
  await reverseFunding(office, { postingId, reason: reasonOf("重复") });
});

async function exported(
  { kind, ...filter }: { kind: ExportRequest["kind"]; month?: string; approvedOnly?: "false" },
  format: ExportFormat,
  words = chinese,
) {
  const request = { kind, filter: { node: town.code, ...filter } } as ExportRequest;
  const { body } = await runExport(office, request, format, words, words === english ? "en" : "zh-CN");
  return new Uint8Array(await new Response(body).arrayBuffer());
}
const sentAs = async (kind: Monthly, bytes: Uint8Array, format: string) =>
  send(clerk, { kind, townId: town.id, month }, bytes, `导出.${format}`);

describe.each(["xlsx", "csv"] as const)("an export as %s", (format) => {
  test.each([
    ["income", "income", chinese],
    ["income", "income", english],
    ["income", "funding", chinese],
    ["monthly", "income", chinese],
    ["monthly", "reports", english],
    ["projects", "reports", chinese], // its words about the light would be the report's note
    ["projects", "reports", english],
    ["funding", "income", chinese],
    ["exceptions", "funding", chinese],
  ] as const)("of %s sent in as %s is named and refused", async (kind, as, words) => {
    const filter =
      kind === "monthly"
        ? { month }
        : kind === "income" || kind === "funding"
          ? { approvedOnly: "false" as const }
          : {};
    const id = await sentAs(as, await exported({ kind, ...filter }, format, words), format);
    const { state, intake } = await intakePage(clerk, id, { page: 1 });
    expect([state, intake.refused]).toEqual([
      "refused",
      { key: "refused.intake.ownExport", values: { kind } },
    ]);
  });

  test.each([chinese, english])(
    "of funding has the form's own shape: what stands is the same, reversals too",
    async (words) => {
      const { rows, open } = await previewed(
        clerk,
        await sentAs(
          "funding",
          await exported({ kind: "funding", approvedOnly: "false" }, format, words),
          format,
        ),
      );
      expect([
        open,
        rows.map((row) => [row.class, row.cells.find(({ field }) => field === "amount")?.given]),
      ]).toEqual([
        [],
        [
          ["same", 100_000_01],
          ["same", 5_00],
          ["same", -5_00],
        ],
      ]);
    },
  );

  test.each([chinese, english])(
    "of projects sent in as a register asks which column is which, and then says nothing new",
    async (words) => {
      const bytes = await exported({ kind: "projects" }, format, words);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const { id } = await uploadRegister(
        office,
        { kind: "projects", year: 2017, fileName: `项目.${format}`, sha256 },
        { bytes, languages },
      );
      await settled(id, 30_000);
      const { columns } = await intakePage(office, id, { page: 1 });
      const guessed = Object.fromEntries(
        (columns ?? []).flatMap(({ field }, at) => (field ? [[field, at]] : [])),
      );
      expect(Object.keys(guessed).toSorted()).toEqual(
        [
          "contact",
          "contactPhone",
          "createdOn",
          "level",
          "name",
          "number",
          "owner",
          "sector",
          "town",
          "type",
          "villages",
        ].toSorted(),
      );
      await mapColumns(office, { intakeId: id, column: guessed, profile: "" }, languages);
      const { rows, open } = await previewed(office, id);
      expect([open, rows.map((row) => [row.class, row.problem])]).toEqual([[], [["same", undefined]]]);
    },
  );
});

test.each(["income", "reports", "funding"] as const)(
  "the template of %s, sent in as it was handed out, changes nothing and asks nothing",
  async (kind) => {
    const bytes = await filled(clerk, { kind, townId: town.id, month }, () => {});
    const { rows, open } = await previewed(clerk, await sentAs(kind, bytes, "xlsx"));
    expect([open, rows.filter((row) => row.class !== "same")]).toEqual([[], []]);
  },
);

test("a template of before, whose columns of evidence were called 佐证, is read as ever", async () => {
  const renamed = await filled(clerk, { kind: "reports", townId: town.id, month }, (sheet) => {
    for (const [is, was] of [
      ["进入新阶段的依据", "进入新阶段的佐证"],
      ["依据日期", "佐证日期"],
    ])
      sheet.getRow(1).eachCell((cell) => {
        if (String(cell.value).startsWith(is as string)) cell.value = was as string;
      });
  });
  const { columns } =
    (await intakePage(clerk, await sentAs("reports", renamed, "xlsx"), { page: 1 })).intake.content ?? {};
  expect(columns?.map(({ field, heading }) => [field, heading])).toEqual(
    expect.arrayContaining([
      ["evidence", "进入新阶段的佐证"],
      ["evidenceOn", "佐证日期"],
    ]),
  );
});
