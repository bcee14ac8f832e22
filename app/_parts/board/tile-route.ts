/** Where a tile lies, in pixels of the field that it lies in. */
export type Box = { x: number; y: number; width: number; height: number };

const round = (value: number) => Math.round(value * 10) / 10;

/** Half of what lies between two tiles. */
const halfGapPx = 1.5;
/**
 * So far from its right end an arrow comes into a tile from above: words stand at the left, and the pin in
 * the corner.
 */
const fromRightPx = 26;
const headPx = 7;

/**
 * The way of a tie from one tile to another, as a path: out at the right, up or down between the columns,
 * along between the rows, and into the other from above. It lies in the gaps between tiles, so that it hides
 * no name and no figure.
 */
export function route(from: Box, to: Box): string {
  const column = from.x + from.width + halfGapPx;
  const row = to.y - halfGapPx;
  const end = to.x + to.width - Math.min(fromRightPx, to.width / 2);
  return `M${round(column)} ${round(from.y + from.height / 2)}V${round(row)}H${round(end)}V${round(to.y + headPx)}`;
}
