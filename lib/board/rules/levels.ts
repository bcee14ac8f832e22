import type { Level } from "#db/schema/divisions.ts";
import type { Node } from "#db/sql.ts";

/**
 * Levels above the county, for which nothing is kept: their counties are added up, and their villages are too
 * many to draw.
 */
export const isWide = (node: Node): boolean =>
  node.level === "country" || node.level === "province" || node.level === "city";

/** The level whose roll-up rows add up to the divisions directly below `node`. */
export const levelBelow = (node: Node): Level =>
  isWide(node) ? "county" : node.level === "county" ? "town" : "village";

const digitsBelow = { country: 2, province: 4, city: 6, county: 9, town: 12, village: 12 } as const;

/** The first digits of `code` that name the division directly below `node` in which it lies. */
export const childCode = (node: Node, code: string): string => code.slice(0, digitsBelow[node.level]);
