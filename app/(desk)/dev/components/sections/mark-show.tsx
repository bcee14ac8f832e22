import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { LightMark, type LightName, lightShapes } from "#app/_parts/project/light-mark.tsx";
import { LightStrip } from "#app/_parts/project/light-strip.tsx";
import { OverrideMark } from "#app/_parts/project/override-mark.tsx";

const lights = Object.keys(lightShapes) as LightName[];
const months = lights.map((light, at) => ({ month: `2016-${String(at + 1).padStart(2, "0")}`, light }));
const override = {
  light: "green",
  computed: "red",
  expiresOn: "2016-12-31",
  reason: "…",
  personName: "…",
} as const;

/** What says something of the domain in one sign: lights, tiers, lateness. */
export function MarkShow() {
  return (
    <section className="sheet grid gap-3 p-4">
      <h2>app/_parts: marks</h2>
      <p className="flex flex-wrap gap-4">
        {lights.map((light) => (
          <LightMark key={light} light={light} />
        ))}
        {lights.map((light) => (
          <LightMark key={light} light={light} short />
        ))}
        <OverrideMark override={override} />
        <LateMark recordedAt="2017-01-12T02:00:00.000Z" />
      </p>
      <p className="flex flex-wrap gap-2">
        {["none", "weak", "near", "met", "strong", "million", "noData"].map((tier) => (
          <TierMark key={tier} tier={tier} label={tier} />
        ))}
      </p>
      <LightStrip months={months} label="LightStrip" />
    </section>
  );
}
