/** Where a tile lies, in pixels of the field that it lies in. */
export type Box = { x: number; y: number; width: number; height: number };

const round = (value: number) => Math.round(value * 10) / 10;

/** So far inside its tile a line begins and ends: neighbours would else have no room between them for a line to be seen. */
const insidePx = 9;

/** Where the line from the middle of `box` towards `to` comes near its edge. */
function edge(box: Box, to: { x: number; y: number }) {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const [dx, dy] = [to.x - x, to.y - y];
  const way = Math.min((box.width / 2 - insidePx) / Math.abs(dx || 1e-9), (box.height / 2 - insidePx) / Math.abs(dy || 1e-9), 1);
  return { x: x + dx * way, y: y + dy * way };
}

/** A bent line from the edge of one tile to the edge of another, as a path: bent, so that it does not hide the tiles between. */
export function curve(from: Box, to: Box): string {
  const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const [a, b] = [middle(from), middle(to)];
  const bend = { x: (a.x + b.x) / 2 + (b.y - a.y) * 0.18, y: (a.y + b.y) / 2 - (b.x - a.x) * 0.18 };
  const [start, end] = [edge(from, bend), edge(to, bend)];
  return `M${round(start.x)} ${round(start.y)}Q${round(bend.x)} ${round(bend.y)} ${round(end.x)} ${round(end.y)}`;
}
