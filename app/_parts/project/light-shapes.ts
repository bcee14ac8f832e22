/** A project's light, as `lib/projects/rules/lights.ts` computes it. */
export type LightName = "green" | "yellow" | "red" | "grey" | "paused";
/** Shapes that tell lights apart where colour does not: in grey print, to the colour-blind. */
export const lightShapes: Record<LightName, string> = {
  green: "●",
  yellow: "▲",
  red: "■",
  grey: "○",
  paused: "▨",
};
