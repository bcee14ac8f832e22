"use client";

import { useId } from "react";
import { Bar, BarChart, LabelList, Tooltip, XAxis, YAxis } from "recharts";
import { chartHeight, rowAxis, Tip } from "#app/_ui/charts/paint.tsx";

const lights = ["green", "yellow", "red", "grey", "paused"] as const;
type Light = (typeof lights)[number];

/** The narrowest part of a bar in which a number can be read, as a share of the whole. */
const leastShare = 0.055;

/** What is drawn of a bar: shares of the whole, none too narrow for its number; the wider ones give way. */
export function sharesOf(row: Record<Light, number>): Record<Light, number> {
  const total = lights.reduce((sum, light) => sum + row[light], 0);
  const least = (light: Light) => row[light] > 0 && row[light] < total * leastShare;
  const taken = lights.filter(least).length * leastShare;
  const rest = lights.filter((light) => !least(light)).reduce((sum, light) => sum + row[light], 0);
  return Object.fromEntries(
    lights.map((light) => [
      light,
      least(light) ? leastShare : rest === 0 ? 0 : (row[light] / rest) * (1 - taken),
    ]),
  ) as Record<Light, number>;
}

/** How many projects of a phase show each light. */
export type PhaseBar = { label: string; total: number } & Record<Light, number>;

const fills: Record<Light, { colour: string; ink: string }> = {
  green: { colour: "var(--color-ok)", ink: "#fff" },
  yellow: { colour: "#d98a1f", ink: "#2b1800" },
  red: { colour: "var(--color-bad)", ink: "#fff" },
  grey: { colour: "#98a2b0", ink: "#10171f" },
  paused: { colour: "#c9d0db", ink: "#10171f" },
};

type Props = {
  data: PhaseBar[];
  names: { label: string; lights: Record<Light, string>; total: string };
};

/**
 * Projects by phase, each bar split by light; how many there are stands at its right. Green is plain and
 * every other light has a pattern of its own, besides its number.
 */
export function PhaseLights({ data, names }: Props) {
  const id = useId();
  return (
    <BarChart
      responsive
      style={{ width: "100%", height: chartHeight }}
      data={data}
      layout="vertical"
      stackOffset="expand"
      margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
      barCategoryGap="18%"
      aria-label={names.label}
    >
      <Patterns id={id} />
      <XAxis type="number" hide domain={[0, 1]} />
      <YAxis type="category" dataKey="label" width="auto" {...rowAxis} interval={0} />
      <YAxis
        yAxisId="total"
        orientation="right"
        type="category"
        dataKey="label"
        width={34}
        {...rowAxis}
        tick={{ fontSize: 13, fontWeight: 600, fill: "var(--color-ink)" }}
        interval={0}
        tickFormatter={(label: string) => String(data.find((row) => row.label === label)?.total ?? 0)}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--color-mute-bg)", opacity: 0.6 }}
        content={({ active, payload }) => {
          const row = payload?.[0]?.payload as PhaseBar | undefined;
          if (!active || !row) return null;
          const shown = lights.filter((light) => row[light] > 0);
          return (
            <Tip
              title={`${row.label} ${row.total}`}
              rows={shown.map((light) => ({
                name: names.lights[light],
                value: String(row[light]),
                colour: fills[light].colour,
              }))}
            />
          );
        }}
      />
      {lights.map((light) => (
        <Bar
          key={light}
          dataKey={(row: PhaseBar) => sharesOf(row)[light]}
          stackId="lights"
          isAnimationActive={false}
          fill={light === "green" ? fills.green.colour : `url(#${id}${light})`}
          stroke="var(--color-sheet)"
          strokeWidth={1}
        >
          <LabelList
            dataKey={light}
            content={({ x, y, width, height, index }) => {
              const value = data[Number(index)]?.[light] ?? 0;
              return value > 0 && Number(width) >= 9 ? (
                <text
                  x={Number(x) + Number(width) / 2}
                  y={Number(y) + Number(height) / 2}
                  textAnchor="middle"
                  dominantBaseline="central"
                  fontSize={11}
                  fontWeight={600}
                  fill={fills[light].ink}
                >
                  {value}
                </text>
              ) : null;
            }}
          />
        </Bar>
      ))}
    </BarChart>
  );
}

function Patterns({ id }: { id: string }) {
  const box = { width: 6, height: 6, patternUnits: "userSpaceOnUse" } as const;
  return (
    <defs>
      <pattern id={`${id}yellow`} {...box} patternTransform="rotate(45)">
        <rect width="6" height="6" fill={fills.yellow.colour} />
        <rect width="1.2" height="6" fill="#a85b00" opacity="0.55" />
      </pattern>
      <pattern id={`${id}red`} {...box}>
        <rect width="6" height="6" fill={fills.red.colour} />
        <path d="M0 0l6 6M6 0L0 6" stroke="#7d1620" strokeWidth="0.8" opacity="0.55" />
      </pattern>
      <pattern id={`${id}grey`} {...box}>
        <rect width="6" height="6" fill={fills.grey.colour} />
        <circle cx="3" cy="3" r="1" fill="#fff" opacity="0.7" />
      </pattern>
      <pattern id={`${id}paused`} {...box} patternTransform="rotate(-45)">
        <rect width="6" height="6" fill="#fff" />
        <rect width="3" height="6" fill={fills.paused.colour} />
      </pattern>
    </defs>
  );
}
