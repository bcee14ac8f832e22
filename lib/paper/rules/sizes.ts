/** The sizes that a chart can have, and the sheets that it can be cut into. */
export const sizes = ["A4", "A3", "A2", "A1", "A0"] as const;
export type Size = (typeof sizes)[number];

/** Landscape, in millimetres (ISO 216). */
const measures: Record<Size, { width: number; height: number }> = {
  A4: { width: 297, height: 210 },
  A3: { width: 420, height: 297 },
  A2: { width: 594, height: 420 },
  A1: { width: 841, height: 594 },
  A0: { width: 1189, height: 841 },
};

export const landscape = (size: Size) => measures[size];
export const portrait = (size: Size) => ({ width: measures[size].height, height: measures[size].width });

/** Millimetres as PDF counts them, in points of 1/72 inch. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

export const isSmaller = (a: Size, b: Size): boolean => sizes.indexOf(a) < sizes.indexOf(b);

/** How many times larger than `of` a chart of `size` is: the same picture, √2 a step. */
export const timesLarger = (size: Size, of: Size): number =>
  Math.min(measures[size].width / measures[of].width, measures[size].height / measures[of].height);
