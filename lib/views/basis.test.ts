import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountKind } from "#db/schema/index.ts";
import {
  basisOn,
  figuresOf,
  netReturnFen,
  recurringFen,
  resultFen,
  selfGeneratedBp,
  totalIncomeFen,
} from "./basis.ts";

type SeedAccount = { code: string; kind: AccountKind };
const { bases } = JSON.parse(readFileSync("db/seed/reference.json", "utf8")) as {
  bases: { key: string; fromOn: string; toOn: string | null; accounts: SeedAccount[] }[];
};
const accountsOf = (key: string) => bases.find((basis) => basis.key === key)?.accounts ?? [];
const kindOf = (key: string, code: string) =>
  accountsOf(key).find((account) => account.code === code)?.kind as AccountKind;
const wan = 1_000_000;
const entry = (key: string, code: string, amountFen: number, oneOff = false) => ({
  kind: kindOf(key, code),
  amountFen,
  oneOff,
});

test("the published example: operating income 108, net operating return 28, result for the year 55 (万元)", () => {
  const rows = Object.entries({ 501: 68, 511: 35, 561: 5, 522: 30, 531: 42, 502: 45, 541: 35, 551: 45 }).map(
    ([code, amount]) => entry("2004", code, amount * wan),
  );
  const figures = figuresOf(rows);
  expect(figures.operatingFen).toBe(108 * wan);
  expect(netReturnFen(figures)).toBe(28 * wan);
  expect(totalIncomeFen(figures)).toBe(180 * wan);
  expect(resultFen(rows)).toBe(55 * wan);
});

test("the same example by the accounts of 2023: 108, 28 and 55, and taxes, welfare and income tax change the result of the year alone", () => {
  const example = { 501: 68 + 20, 502: 15 + 5, 503: 30, 504: 42, 511: 45, 513: 35, 515: 45 };
  const of = (codes: Record<string, number>) =>
    Object.entries(codes).map(([code, amount]) => entry("2023", code, amount * wan));
  expect([
    figuresOf(of(example)).operatingFen,
    netReturnFen(figuresOf(of(example))),
    resultFen(of(example)),
  ]).toEqual([108 * wan, 28 * wan, 55 * wan]);
  const parted = { ...example, 515: 40, 514: 5, 512: 3, 521: 2 };
  expect(figuresOf(of(parted))).toEqual(figuresOf(of(example)));
  expect(resultFen(of(parted))).toBe(50 * wan);
});

test("subsidies, other income and surtax refunds are no operating income", () => {
  const rows = ["522", "531", "521"].map((code) => entry("2004", code, 7));
  expect(figuresOf(rows)).toEqual({ operatingFen: 0, oneOffFen: 0, otherFen: 21, costFen: 0 });
});

test("only the one-off part of operating income is left out of recurring income", () => {
  const rows = [entry("2004", "501", 500), entry("2004", "501", 300, true), entry("2004", "522", 900, true)];
  expect(recurringFen(figuresOf(rows))).toBe(500);
});

test("a strict total is the same under both regimes: contract fees move to 501, remitted profits to investment income", () => {
  const fen = fc.integer({ min: 0, max: 1e11 });
  fc.assert(
    fc.property(
      fen,
      fen,
      fen,
      fc.integer({ min: -1e11, max: 1e11 }),
      (sales, contractFees, remitted, invested) => {
        const old = [
          entry("2004", "501", sales),
          entry("2004", "511", contractFees + remitted),
          entry("2004", "561", invested),
        ];
        const now = [entry("2023", "501", sales + contractFees), entry("2023", "502", remitted + invested)];
        expect(figuresOf(now).operatingFen).toBe(figuresOf(old).operatingFen);
      },
    ),
  );
});

test("every day since 2005 is governed by exactly one regime, the older one to the last day of 2023", () => {
  expect(basisOn(bases, "2023-12-31")?.key).toBe("2004");
  expect(basisOn(bases, "2024-01-01")?.key).toBe("2023");
  expect(basisOn(bases, "2005-01-01")?.key).toBe("2004");
  expect(basisOn(bases, "2004-12-31")).toBeUndefined();
});

test("land compensation, donated assets and earmarked money are marked as never income in both regimes, with where they belong", () => {
  expect(accountsOf("2004").filter((account) => account.kind === "never")).toHaveLength(3);
  expect(accountsOf("2023").filter((account) => account.kind === "never")).toHaveLength(2);
});

test("the self-generated share is of operating income and subsidies, and none where there is nothing to share", () => {
  expect(selfGeneratedBp(75, 25)).toBe(7500);
  expect(selfGeneratedBp(100, 0)).toBe(10_000);
  expect(selfGeneratedBp(0, 0)).toBeNull();
  expect(selfGeneratedBp(-5, 10)).toBeNull();
});
