import { expect, test } from "vitest";
import type { ReadSheet } from "#lib/spreadsheets/cells.ts";
import { textSheet } from "#lib/spreadsheets/csv.ts";
import { sheetLimits } from "#lib/spreadsheets/limits.ts";
import { unpackedCell } from "#lib/spreadsheets/messages.ts";
import { asText, carriers, encoded, places, seeded, unitWords, written } from "#lib/testing/variants.ts";
import type { Field } from "./forms/sheet-form.ts";
import type { Expected } from "./rules/about.ts";
import { contentOf } from "./rules/content.ts";

// Every unit in every place where offices put it, in every kind of text of rows, gives the right fen and asks
// nothing; none at all is asked.

const field = (key: string, names: string[], more: Partial<Field>): Field => ({
  key,
  kind: "text",
  heading: () => key,
  names,
  width: 10,
  ...more,
});
const fields = [
  field("name", ["村(居)", "村名"], { identifies: true }),
  field("501", ["经营收入", "501"], { kind: "amount" }),
  field("561", ["投资收益", "561"], { kind: "amount" }),
];
const expected: Expected = {
  kind: "income",
  town: { code: "350212105000", name: "莲花镇" },
  month: "2016-12",
  otherTowns: ["新民镇"],
};
const villages = ["尾林", "水洋", "小坪"];

function sheetOf(bytes: Uint8Array): ReadSheet {
  const { rows, row, ...sheet } = textSheet("收入.csv", bytes, sheetLimits);
  return { ...sheet, rows: Array.from({ length: rows }, (_, at) => row(at).map(unpackedCell)) };
}
const read = (bytes: Uint8Array) => contentOf([sheetOf(bytes)], { fields }, [], expected);

const random = seeded(20161231);
const pick = <T>(some: readonly T[]) => some[Math.floor(random() * some.length)] as T;
/** From a yuan to some ten million, to the fen. */
const amount = () => Math.max(1, Math.floor(10 ** (2 + random() * 7)));

function tableOf(unit: (typeof unitWords)[number]) {
  const amounts = villages.map(() => [amount(), amount()]);
  const thousands = random() < 0.3;
  const cell = (fen: number) => written(fen, unit, thousands);
  const sums = [0, 1].map((at) => amounts.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const table = [
    ["序号", "村(居)", "经营收入", "投资收益"],
    ...villages.map((name, at) => [String(at + 1), name, ...(amounts[at] ?? []).map(cell)]),
    ...(random() < 0.5 ? [["", "合计", ...sums.map(cell)]] : []),
  ];
  return { amounts, table };
}

const combinations = Object.keys(places).flatMap((place) =>
  unitWords.flatMap((unit) =>
    carriers.separators.flatMap((separator) =>
      carriers.lineEnds.map((lineEnd) => ({ place, unit, separator, lineEnd })),
    ),
  ),
);

test(`${combinations.length} texts, each unit in each place`, async () => {
  let tried = 0;
  for (const { place, unit, separator, lineEnd } of combinations) {
    const { amounts, table } = tableOf(unit);
    const placed = places[place]?.(table, unit, pick);
    if (!placed) continue;
    tried++;
    const text = asText(placed, separator, lineEnd);
    const content = await read(encoded(text, pick(carriers.encodings)));
    const found = content.rows.map((row) => ["501", "561"].map((key) => row.cells[key]?.value));
    expect({ place, unit, text, asked: content.asked?.map(({ says }) => says.key), found }).toEqual({
      place,
      unit,
      text,
      asked: undefined,
      found: amounts,
    });
  }
  expect(tried).toBeGreaterThan(900);
});

test("without a unit, small amounts are asked and large ones are yuan", async () => {
  for (const separator of carriers.separators) {
    const small = asText(
      [
        ["村(居)", "经营收入"],
        ["尾林", "1.25"],
        ["水洋", "99.99"],
      ],
      separator,
      "\n",
    );
    expect((await read(encoded(small, "utf8"))).asked?.map(({ says }) => says.key)).toEqual([
      "intake.ask.noUnit",
    ]);
    const large = asText(
      [
        ["村(居)", "经营收入"],
        ["尾林", "1.25"],
        ["水洋", "100"],
      ],
      separator,
      "\n",
    );
    expect((await read(encoded(large, "utf8"))).asked).toBeUndefined();
  }
});

test("other stretches than the month, wherever they are said, are asked and never read as the month", async () => {
  const words = [
    "1-12月累计",
    "本年累计",
    "全年",
    "上年同期",
    "2015年12月",
    "11月",
    "计划",
    "预计",
    "第四季度",
    "同比",
    "本年",
    "累计数",
    "截至12月底",
    "ytd",
  ];
  for (const word of words)
    for (const heading of [
      `经营收入（${word}）`,
      `经营收入【${word}】`,
      `经营收入（${word}，万元）`,
      `${word}经营收入`,
      `经营收入${word}`,
    ]) {
      const content = await read(
        encoded(
          asText(
            [
              ["村(居)", heading, "投资收益（元）"],
              ["尾林", "120000", "5"],
            ],
            "\t",
            "\n",
          ),
          "utf8",
        ),
      );
      expect([heading, content.asked?.map(({ says }) => says.key), content.rows[0]?.cells["501"]]).toEqual([
        heading,
        ["intake.ask.column"],
        undefined,
      ]);
    }
  for (const word of [
    "2016年12月",
    "12月",
    "本月",
    "当月",
    "本期",
    "2016-12",
    "十二月",
    "本月发生额",
    "必填",
    "元",
  ])
    expect([
      word,
      (
        await read(
          encoded(
            asText(
              [
                ["村(居)", `经营收入（${word}）`],
                ["尾林", "120000"],
              ],
              "\t",
              "\n",
            ),
            "utf8",
          ),
        )
      ).rows[0]?.cells["501"]?.value,
    ]).toEqual([word, 12_000_000]);
});
