"use client";

import dynamic from "next/dynamic";

// recharts is heavy and draws nothing on the server: each leaf is fetched after the page stands, into room
// that is kept for it.

export const CumulativeIncome = dynamic(
  () => import("../income/cumulative-income.tsx").then((leaf) => leaf.CumulativeIncome),
  {
    ssr: false,
    loading: () => <Room height={236} />,
  },
);
export const MonthlyBars = dynamic(
  () => import("../income/monthly-bars.tsx").then((leaf) => leaf.MonthlyBars),
  {
    ssr: false,
    loading: () => <Room height={236} />,
  },
);
export const TierBars = dynamic(() => import("../income/tier-bars.tsx").then((leaf) => leaf.TierBars), {
  ssr: false,
  loading: () => <Room height={236} />,
});
export const PhaseLights = dynamic(
  () => import("../project/phase-lights.tsx").then((leaf) => leaf.PhaseLights),
  {
    ssr: false,
    loading: () => <Room height={236} />,
  },
);
export const StageBars = dynamic(() => import("../funding/stage-bars.tsx").then((leaf) => leaf.StageBars), {
  ssr: false,
  loading: () => <Room height={236} />,
});

const Room = ({ height }: { height: number }) => (
  <div className="skeleton" style={{ height }} aria-hidden="true" />
);
