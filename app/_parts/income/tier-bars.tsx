"use client";

import { Bar, BarChart, LabelList, Rectangle, XAxis, YAxis } from "recharts";
import { chartHeight, rowAxis } from "#app/_ui/charts/paint.tsx";

/** How many villages a tier holds; `key` is the tier's, or `noData`. */
export type TierBar = { key: string; label: string; count: number };

const fills: Record<string, string> = {
  none: "var(--color-tier-none)",
  weak: "var(--color-tier-weak)",
  near: "var(--color-tier-near)",
  met: "var(--color-tier-met)",
  strong: "var(--color-tier-strong)",
  million: "var(--color-tier-million)",
};

/** Villages by tier: every bar carries its number, so that no colour has to be told from another. */
export function TierBars({ data, label }: { data: TierBar[]; label: string }) {
  return (
    <BarChart
      responsive
      style={{ width: "100%", height: chartHeight }}
      data={data}
      layout="vertical"
      margin={{ top: 0, right: 34, bottom: 0, left: 0 }}
      barCategoryGap="22%"
      role="img"
      tabIndex={-1}
      aria-label={label}
    >
      <defs>
        <pattern
          id="tier-no-data"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="6" height="6" fill="var(--color-mute-bg)" />
          <rect width="3" height="6" fill="var(--color-line-strong)" />
        </pattern>
      </defs>
      <XAxis type="number" hide domain={[0, "dataMax"]} />
      <YAxis type="category" dataKey="label" width="auto" {...rowAxis} interval={0} />
      <Bar
        dataKey="count"
        isAnimationActive={false}
        background={{ fill: "var(--color-mute-bg)", radius: 3 }}
        shape={(bar) => {
          const key = (bar.payload as TierBar).key;
          return (
            <Rectangle
              {...bar}
              radius={3}
              fill={fills[key] ?? "url(#tier-no-data)"}
              stroke="rgb(0 0 0 / 0.12)"
            />
          );
        }}
      >
        <LabelList dataKey="count" position="right" fontSize={13} fontWeight={600} fill="var(--color-ink)" />
      </Bar>
    </BarChart>
  );
}
