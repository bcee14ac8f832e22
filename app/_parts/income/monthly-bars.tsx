"use client";

import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { amountText, axis, chartHeight, Tip, tickText } from "#app/_ui/charts/paint.tsx";
import { type Unit, withUnit } from "#lib/core/money.ts";

/** A month's income in fen; `null` where nothing was reported. */
export type MonthBar = { label: string; incomeFen: number | null };

type Props = {
  data: MonthBar[];
  /** What a month would have to bring for the target to be met; drawn as a dashed line. */
  paceFen?: number;
  unit: Unit;
  names: { label: string; income: string; pace: string; unit: string; noData: string };
};

/** The line is named at its right end, where no bar stands. */
const labelWidth = 76;

/** Income month by month. */
export function MonthlyBars({ data, paceFen, unit, names }: Props) {
  return (
    <BarChart
      responsive
      style={{ width: "100%", height: chartHeight }}
      data={data}
      margin={{ top: 18, right: paceFen === undefined ? 14 : labelWidth, bottom: 0, left: 0 }}
      aria-label={names.label}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" />
      <XAxis dataKey="label" {...axis} interval="equidistantPreserveStart" />
      <YAxis width="auto" {...axis} axisLine={false} tickFormatter={(fen: number) => tickText(fen, unit)} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--color-mute-bg)", opacity: 0.6 }}
        content={({ active, payload, label }) => {
          const point = (payload?.[0]?.payload ?? data.find((each) => each.label === label)) as
            | MonthBar
            | undefined;
          if (!active || !point) return null;
          const value =
            point.incomeFen === null ? names.noData : withUnit(amountText(point.incomeFen, unit), names.unit);
          return (
            <Tip title={point.label} rows={[{ name: names.income, value, colour: "var(--color-brand)" }]} />
          );
        }}
      />
      <Bar
        dataKey="incomeFen"
        isAnimationActive={false}
        fill="var(--color-brand)"
        maxBarSize={36}
        radius={[3, 3, 0, 0]}
      />
      {paceFen !== undefined && (
        <ReferenceLine
          y={paceFen}
          ifOverflow="extendDomain"
          stroke="var(--color-ink-3)"
          strokeDasharray="4 4"
          label={{ value: names.pace, position: "right", fontSize: 11, fill: "var(--color-ink-3)" }}
        />
      )}
    </BarChart>
  );
}
