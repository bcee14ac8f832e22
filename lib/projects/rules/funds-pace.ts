import type { Month } from "#lib/core/dates.ts";
import { formatFen, withUnit } from "#lib/core/money.ts";

/**
 * A project's money by the end of a month, from every source: what was planned, had come in and was spent by
 * then, in fen.
 */
export type FundsMonth = { month: Month; plannedFen: number; receivedFen: number; spentFen: number };

/** Sums of single months, oldest first, as they had come together by the end of each. */
export function cumulated(months: readonly FundsMonth[]): FundsMonth[] {
  let so = { plannedFen: 0, receivedFen: 0, spentFen: 0 };
  return months.map(({ month, plannedFen, receivedFen, spentFen }) => {
    so = {
      plannedFen: so.plannedFen + plannedFen,
      receivedFen: so.receivedFen + receivedFen,
      spentFen: so.spentFen + spentFen,
    };
    return { month, ...so };
  });
}

/** The money by the end of `month`. @param funds cumulated, oldest first */
export function fundsBy(
  funds: readonly FundsMonth[],
  month: Month,
): { plannedFen: number; actualFen: number } {
  const row = funds.findLast((each) => each.month <= month);
  return { plannedFen: row?.plannedFen ?? 0, actualFen: Math.max(row?.receivedFen ?? 0, row?.spentFen ?? 0) };
}

/** What part of `wholeFen` a sum is, in basis points, never rounded up to a line that it has not reached. */
export const shareBp = (fen: number, wholeFen: number): number => Math.floor((fen * 10_000) / wholeFen);

/** The least sum that is `bp` of the whole, up to the next ¥1,000, so that it can be said in 万元. */
export const fenFor = (bp: number, wholeFen: number): number =>
  Math.ceil((wholeFen * bp) / 10_000 / 100_000) * 100_000;

/** Fen as a sentence names them, in 万元. */
export const inWan = (fen: number): string => formatFen(fen, "wan");

type Values = Record<string, string | number>;

/**
 * A sentence's values with their amounts as the language has them: "63.5" 万元 is "¥635,000" where ¥ is the
 * unit's name.
 */
export const amountsIn = <V extends Values>(values: V, yuan: string): V =>
  yuan === "¥"
    ? (Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          key.endsWith("Wan")
            ? withUnit(
                formatFen(Math.round(Number(String(value).replace(/[,<]/g, "")) * 1_000_000), "compact"),
                "¥",
              )
            : value,
        ]),
      ) as V)
    : values;
