import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apportion, formatFen, parseYuan, unitBehind, unitIn, withUnit, yuanText } from "./money.ts";

describe("an amount is read as people type it", () => {
  test.each([
    ["0", 0],
    ["100000", 10_000_000],
    ["100,000.00", 10_000_000],
    ["1,234.5", 123_450],
    ["12.5万", 12_500_000],
    ["12.5 万元", 12_500_000],
    ["1.2亿", 12_000_000_000],
    ["１２３．４５", 12_345],
    ["￥8", 800],
    ["¥8.88", 888],
    [" 8 元 ", 800],
    [".5", 50],
    ["-3", -300],
    ["−3", -300],
    ["+3", 300],
    ["-0", 0],
    ["0.000001万", 1],
    ["10.100", 1010],
    ["(3)", -300],
    ["￥-5.00", -500],
    ["￥ -   ", 0],
    ["1,234.00-", -123_400],
    ["人民币10000元", 1_000_000],
    ["RMB 10,000", 1_000_000],
    ["10000元整", 1_000_000],
    ["3千", 300_000],
    ["5百元", 50_000],
    ["'500", 50_000],
    ['="600"', 60_000],
    ["\u202d200\u202c", 20_000],
    ["\u200b100", 10_000],
    ["1．5万", 1_500_000],
  ])("%s", (text, fen) => expect(parseYuan(text)).toBe(fen));

  test.each([
    "",
    " ",
    "abc",
    "10万左右",
    "1.2.3",
    "1,23",
    "12,3456",
    "0.001",
    "0.0000001万",
    "1e5",
    "--1",
    "万",
    "九",
    "99999999999999999999",
    "(-3)",
    "3--",
    "-￥-3",
    "500元/月",
    "10000（含税）",
    "壹拾万元整",
    "约1000",
    "$100",
    "10%",
  ])("%j is no amount", (text) => expect(parseYuan(text)).toBeNull());
});

describe("an amount is shown in a unit", () => {
  test.each([
    [0, "yuan", "0.00"],
    [1, "yuan", "0.01"],
    [-1, "yuan", "−0.01"],
    [123_456_789, "yuan", "1,234,567.89"],
    [10_000_000, "wan", "10.0"],
    [12_345_678, "wan", "12.3"],
    [12_350_000, "wan", "12.4"],
    [-12_350_000, "wan", "−12.4"],
    [8_562_000_000, "wan", "8,562.0"],
    [8_562_000_000, "yi", "0.86"],
    [1, "wan", "<0.1"],
    [14_096, "wan", "<0.1"],
    [-14_096, "wan", ">−0.1"],
    [50_000, "wan", "0.1"],
    [1_250_000, "compact", "12,500"],
    [1_250_050, "compact", "12,501"],
    [895_500_000, "compact", "8.955 m"],
    [-895_500_000, "compact", "−8.955 m"],
    [99_999_949, "compact", "999,999"],
    [99_999_950, "compact", "1.000 m"],
    [123_456_789_012, "compact", "1,234.568 m"],
    [49, "compact", "<1"],
    [0, "compact", "0"],
  ] as const)("%d fen in %s is %s", (fen, unit, shown) => expect(formatFen(fen, unit)).toBe(shown));

  test("99,999.99 is never shown as the 100,000 that it has not reached", () => {
    expect(formatFen(9_999_999, "wan", 10_000_000)).toBe("¥99,999.99");
    expect(formatFen(9_995_000, "wan", 10_000_000)).toBe("¥99,950.00");
    expect(formatFen(9_990_000, "wan", 10_000_000)).toBe("¥99,900.00");
    expect(formatFen(10_000_000, "wan", 10_000_000)).toBe("10.0");
    expect(formatFen(10_000_001, "wan", 10_000_000)).toBe("¥100,000.01");
    expect(formatFen(10_050_000, "wan", 10_000_000)).toBe("10.1");
    expect(formatFen(9_940_000, "wan", 10_000_000)).toBe("9.9");
    expect(formatFen(9_999_999, "compact", 10_000_000)).toBe("99,999.99");
    expect(formatFen(9_999_900, "compact", 10_000_000)).toBe("99,999");
    expect(formatFen(1_359_999_999, "compact", 1_360_000_000)).toBe("13,599,999.99");
  });

  test("rounding on screen never contradicts the line", () => {
    const near = fc.integer({ min: 9_000_000, max: 11_000_000 });
    fc.assert(
      fc.property(
        near,
        fc.constantFrom("yuan" as const, "wan" as const, "yi" as const, "compact" as const),
        (fen, unit) => {
          const text = formatFen(fen, unit, 10_000_000);
          const per = text.startsWith("¥")
            ? 100
            : { yuan: 100, wan: 1_000_000, yi: 10_000_000_000, compact: 100 }[unit];
          const shown = Math.round(Number(text.replace(/[,¥]/g, "")) * per);
          expect(shown >= 10_000_000).toBe(fen >= 10_000_000);
        },
      ),
    );
  });

  test("in a sentence it says its unit once, as the language does", () => {
    expect(withUnit(formatFen(895_500_000, "wan"), "万元")).toBe("895.5 万元");
    expect(withUnit(formatFen(895_500_000, "compact"), "¥")).toBe("¥8.955 m");
    expect(withUnit(formatFen(-1_250_000, "compact"), "¥")).toBe("−¥12,500");
    expect(withUnit(formatFen(49, "compact"), "¥")).toBe("<¥1");
    expect(withUnit(formatFen(9_999_999, "wan", 10_000_000), "万元")).toBe("¥99,999.99");
    expect([unitBehind("¥"), unitBehind("万元")]).toEqual(["", "万元"]);
  });

  test("English has no 万, and Chinese no millions", () => {
    expect([unitIn("en", "wan"), unitIn("en", "yuan"), unitIn("en", undefined)]).toEqual([
      "compact",
      "yuan",
      "compact",
    ]);
    expect([unitIn("zh-CN", "compact"), unitIn("zh-CN", "yi"), unitIn("zh-CN", undefined)]).toEqual([
      "wan",
      "yi",
      "wan",
    ]);
  });
});

test("what is written in yuan reads back to the same fen", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (fen) => {
      expect(parseYuan(yuanText(fen))).toBe(fen);
      expect(parseYuan(formatFen(fen))).toBe(fen);
    }),
  );
});

describe("however an amount is written, it is the same to the fen", () => {
  const fullWidth = (text: string) =>
    text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  /** The digits with the point `places` before their end: fen in units of 10^places. */
  const exactly = (fen: number, places: number) => {
    const digits = String(Math.abs(fen)).padStart(places + 1, "0");
    return `${fen < 0 ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  };
  const ways: [string, (fen: number) => string][] = [
    ["in yuan", (fen) => exactly(fen, 2)],
    ["with its unit", (fen) => `${exactly(fen, 2)} 元`],
    ["grouped", (fen) => formatFen(fen)],
    ["in full width", (fen) => fullWidth(formatFen(fen))],
    ["in 万", (fen) => `${exactly(fen, 6)}万元`],
    ["in 亿", (fen) => `${exactly(fen, 10)}亿`],
    ["in full width 万", (fen) => fullWidth(`${exactly(fen, 6)}万`)],
  ];
  test.each(ways)("%s", (_, write) => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(parseYuan(write(fen))).toBe(fen);
      }),
    );
  });
});

describe("a unit rounds what it shows once, from the fen", () => {
  test("a total is the rounded sum, not the sum of what was rounded", () => {
    const parts = [10_400_00, 10_400_00, 10_400_00];
    expect(parts.map((fen) => formatFen(fen, "wan"))).toEqual(["1.0", "1.0", "1.0"]);
    expect(
      formatFen(
        parts.reduce((sum, fen) => sum + fen, 0),
        "wan",
      ),
    ).toBe("3.1");
  });
  test("half away from zero, and never further off than half of the last digit, whatever the amount", () => {
    const per = { yuan: 100n, wan: 1_000_000n, yi: 10_000_000_000n } as const;
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom("yuan" as const, "wan" as const, "yi" as const),
        (fen, unit) => {
          const text = formatFen(fen, unit);
          if (/^[<>]/.test(text)) {
            expect(BigInt(Math.abs(fen)) * 2n * 10n ** (unit === "wan" ? 1n : 2n)).toBeLessThan(per[unit]);
            return;
          }
          const [whole = "", fraction = ""] = text.replaceAll(",", "").replace("−", "").split(".");
          const step = per[unit] / 10n ** BigInt(fraction.length);
          const shown = BigInt(whole + fraction) * step;
          const off = shown - BigInt(Math.abs(fen));
          expect(off * 2n <= step && off * 2n > -step).toBe(true); // a half goes up, so it is never left out
          expect(text.startsWith("−")).toBe(fen < 0);
        },
      ),
    );
  });
});

describe("an amount is split to the fen", () => {
  test("one yuan by three equal shares: the first gets the odd fen", () =>
    expect(apportion(100, [1, 1, 1])).toEqual([34, 33, 33]));
  test("by shares of 50.00, 33.33 and 16.67 %", () =>
    expect(apportion(1001, [5000, 3333, 1667])).toEqual([500, 334, 167]));
  test("a negative amount splits as its opposite", () =>
    expect(apportion(-100, [1, 1, 1])).toEqual([-34, -33, -33]));
  test("no share gets nothing", () => expect(apportion(100, [0, 1])).toEqual([0, 100]));
  test("shares that sum to nothing are refused", () => {
    expect(() => apportion(100, [0, 0])).toThrow();
    expect(() => apportion(100, [2, -1])).toThrow();
  });
  test("every fen lands in exactly one part, and no part is a whole fen off its exact share", () => {
    const weights = fc
      .array(fc.nat(10_000), { minLength: 1, maxLength: 20 })
      .filter((all) => all.some((each) => each > 0));
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), weights, (fen, shares) => {
        const parts = apportion(fen, shares);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(fen);
        const sum = shares.reduce((a, b) => a + b, 0);
        for (const [i, part] of parts.entries())
          expect(Math.abs(part - (fen / sum) * (shares[i] ?? 0))).toBeLessThan(1.01);
      }),
    );
  });
});
