"use client";

import { Bar, BarChart, Cell, XAxis, YAxis } from "recharts";
import { chartHeight, rowAxis } from "#app/_ui/charts/paint.tsx";
import { formatFen, type Unit } from "#lib/core/money.ts";

/** Money of a funding stage in fen; `share` says how much of the stage before it got here. */
export type StageBar = { label: string; amountFen: number; share: string };

type Props = { data: StageBar[]; unit: Unit; label: string };

/** The five funding stages below each other, with amount and share at the right of each bar. */
export function StageBars({ data, unit, label }: Props) {
  const row = (label: string) => data.find((each) => each.label === label);
  const amounts = data.map((each) => formatFen(each.amountFen, unit));
  const right = (key: "amount" | "share") => ({
    yAxisId: key,
    orientation: "right" as const,
    type: "category" as const,
    dataKey: "label",
    ...rowAxis,
    interval: 0 as const,
  });
  return (
    <BarChart
      responsive
      style={{ width: "100%", height: chartHeight }}
      data={data}
      layout="vertical"
      margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="26%"
      role="img"
      tabIndex={-1}
      aria-label={label}
    >
      <XAxis type="number" hide domain={[0, "dataMax"]} />
      <YAxis type="category" dataKey="label" width="auto" {...rowAxis} interval={0} />
      <YAxis
        {...right("amount")}
        width={16 + 8 * Math.max(4, ...amounts.map((text) => text.length))}
        tick={({ x, y, payload }) => (
          <text
            x={Number(x) + 8 * Math.max(4, ...amounts.map((text) => text.length))}
            y={y}
            dy="0.35em"
            textAnchor="end"
            fontSize={13}
            fontWeight={600}
            fill="var(--color-ink)"
          >
            {formatFen(row(payload.value)?.amountFen ?? 0, unit)}
          </text>
        )}
      />
      <YAxis
        {...right("share")}
        width={44}
        tick={({ x, y, payload }) => (
          <text x={Number(x) + 36} y={y} dy="0.35em" textAnchor="end" fontSize={12} fill="var(--color-ink-3)">
            {row(payload.value)?.share ?? ""}
          </text>
        )}
      />
      <Bar
        dataKey="amountFen"
        isAnimationActive={false}
        background={{ fill: "var(--color-mute-bg)", radius: 3 }}
        radius={3}
        maxBarSize={22}
      >
        {data.map((each, index) => (
          <Cell key={each.label} fill="var(--color-brand)" fillOpacity={1 - index * 0.14} />
        ))}
      </Bar>
    </BarChart>
  );
}
