"use client";

import { Area, CartesianGrid, ComposedChart, LabelList, Line, Tooltip, XAxis, YAxis } from "recharts";
import { amountText, axis, chartHeight, halo, Tip, tickText } from "#app/_ui/charts/paint.tsx";
import { type Unit, withUnit } from "#lib/core/money.ts";

/** The end of a month: running sums in fen; `incomeFen` is `null` for months that have not come. */
export type CumulativePoint = { label: string; incomeFen: number | null; paceFen: number };

type Props = {
  data: CumulativePoint[];
  unit: Unit;
  names: { label: string; income: string; pace: string; unit: string };
};

/** Cumulative income as an area against the pace that the targets call for, dashed. */
export function CumulativeIncome({ data, unit, names }: Props) {
  const last = data.findLastIndex((point) => point.incomeFen !== null);
  return (
    <ComposedChart
      responsive
      style={{ width: "100%", height: chartHeight }}
      data={data}
      margin={{ top: 18, right: 14, bottom: 0, left: 0 }}
      aria-label={names.label}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" />
      <XAxis dataKey="label" {...axis} interval="equidistantPreserveStart" padding={{ left: 8, right: 8 }} />
      <YAxis width="auto" {...axis} axisLine={false} tickFormatter={(fen: number) => tickText(fen, unit)} />
      <Tooltip
        isAnimationActive={false}
        content={({ active, payload }) => {
          const point = payload?.[0]?.payload as CumulativePoint | undefined;
          if (!active || !point) return null;
          const rows = [
            ...(point.incomeFen === null
              ? []
              : [
                  {
                    name: names.income,
                    value: withUnit(amountText(point.incomeFen, unit), names.unit),
                    colour: "var(--color-brand)",
                  },
                ]),
            {
              name: names.pace,
              value: withUnit(amountText(point.paceFen, unit), names.unit),
              colour: "var(--color-ink-3)",
            },
          ];
          return <Tip title={point.label} rows={rows} />;
        }}
      />
      <Area
        dataKey="incomeFen"
        isAnimationActive={false}
        stroke="var(--color-brand)"
        strokeWidth={2.5}
        fill="var(--color-brand)"
        fillOpacity={0.1}
        dot={false}
      >
        <LabelList
          dataKey="incomeFen"
          content={({ index, x, y }) =>
            index === last && data[last]?.incomeFen != null ? (
              <text
                x={Number(x) - 2}
                y={Number(y) - 8}
                textAnchor="end"
                fontSize={13}
                fontWeight={600}
                fill="var(--color-brand-ink)"
                {...halo}
              >
                {withUnit(amountText(data[last]?.incomeFen ?? 0, unit), names.unit)}
              </text>
            ) : null
          }
        />
      </Area>
      <Line
        dataKey="paceFen"
        isAnimationActive={false}
        stroke="var(--color-ink-3)"
        strokeDasharray="4 4"
        dot={false}
      >
        <LabelList
          dataKey="paceFen"
          content={({ index, x, y }) =>
            index === Math.floor(data.length / 3) ? (
              <text
                x={Number(x) - 4}
                y={Number(y) - 7}
                textAnchor="end"
                fontSize={11}
                fill="var(--color-ink-3)"
                {...halo}
              >
                {names.pace}
              </text>
            ) : null
          }
        />
      </Line>
    </ComposedChart>
  );
}
