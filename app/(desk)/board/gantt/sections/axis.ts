import { scaleUtc } from "d3-scale";
import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  firstDay,
  lastDay,
  type Month,
  monthOfDay,
  monthsBetween,
} from "#lib/core/dates.ts";

/** A part of the axis: where it begins and how wide it is, in per cent of the whole. */
export type Part = { key: string; year: number; at: number; width: number };

export type Axis = {
  /** Where a day begins, in per cent. */
  at: (day: Day) => number;
  /** From the morning of one day to the morning of another, in per cent. */
  across: (fromOn: Day, toOn: Day) => number;
  years: Part[];
  quarters: (Part & { quarter: number })[];
  /** None where they would be too narrow to read. */
  months: (Part & { month: number })[];
};

const mostMonths = 36;
const utc = (day: Day) => new Date(`${day}T00:00:00Z`);
const rounded = (percent: number) => Math.round(percent * 1000) / 1000;

/** The axis of whole months around a span of days. */
export function axisOf({ fromOn, toOn }: { fromOn: Day; toOn: Day }): Axis {
  const [first, last] = [monthOfDay(fromOn), monthOfDay(toOn)];
  const [start, end] = [firstDay(first), addDays(lastDay(last), 1)];
  const scale = scaleUtc([utc(start), utc(end)], [0, 100]);
  const at = (day: Day) => rounded(scale(utc(day)));
  const across = (from: Day, to: Day) => rounded((daysBetween(from, to) / daysBetween(start, end)) * 100);
  const months = Array.from({ length: monthsBetween(first, last) + 1 }, (_, index) =>
    addMonths(first, index),
  );
  const part = (some: readonly Month[], key: string): Part => {
    const [from, to] = [firstDay(some[0] ?? first), addDays(lastDay(some.at(-1) ?? last), 1)];
    return { key, year: Number(from.slice(0, 4)), at: at(from), width: across(from, to) };
  };
  const quarterOf = (month: Month) => Math.ceil(Number(month.slice(5)) / 3);
  const parts = (keyOf: (month: Month) => string) =>
    [...Map.groupBy(months, keyOf)].map(([key, some]) => ({ ...part(some, key), some }));
  return {
    at,
    across,
    years: parts((month) => month.slice(0, 4)).map(({ some: _, ...year }) => year),
    quarters: parts((month) => `${month.slice(0, 4)} ${quarterOf(month)}`).map(({ some, ...quarter }) => ({
      ...quarter,
      quarter: quarterOf(some[0] ?? first),
    })),
    months:
      months.length > mostMonths
        ? []
        : months.map((month) => ({ ...part([month], month), month: Number(month.slice(5)) })),
  };
}
