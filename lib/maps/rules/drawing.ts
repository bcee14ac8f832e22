import { geoMercatorRaw, geoPath } from "d3-geo";
import type { Geometry } from "#db/schema/maps.ts";
import type { Placed } from "../queries/maps.ts";

type Spot = { x: number; y: number };
type Box = Spot & { width: number; height: number };

/** A village on the sheet, in its units: an outline as a path, or a dot. */
export type Shape = { villageId: number; path: string | null; dot: Spot | null; box: Box; middle: Spot };
export type Sheet = { width: number; height: number; shapes: Shape[] };

const margin = 16;
const dotRadius = 7;
/**
 * Of an outline, positions nearer than this are one on paper: a surveyor's file would else be drawn in
 * megabytes.
 */
const finest = 0.6;
const smallestSpan = 0.03; // degrees, some three kilometres: of one village alone, or of several in a row

/**
 * The places drawn on a sheet of a width (Mercator, north up), as high as they need; `null` when there are
 * none.
 */
export function sheetOf(places: readonly Placed[], width: number): Sheet | null {
  const bounds = boundsOf(places);
  if (!bounds) return null;
  const [west, south] = project(bounds.southWest);
  const [east, north] = project(bounds.northEast);
  const inside = width - 2 * margin;
  const height = Math.round(
    Math.min(Math.max((inside * (north - south)) / (east - west), inside * 0.4), inside * 1.5) + 2 * margin,
  );
  const scale = Math.min(inside / (east - west), (height - 2 * margin) / (north - south));
  const place = (position: number[]): [number, number] => {
    const [x, y] = project(position);
    return [width / 2 + (x - (west + east) / 2) * scale, height / 2 - (y - (south + north) / 2) * scale];
  };
  return { width, height, shapes: places.map((each) => shapeOf(each, place)) };
}

function shapeOf(
  { villageId, point, outline }: Placed,
  place: (position: number[]) => [number, number],
): Shape {
  const spot = point?.type === "Point" ? at(place(point.coordinates)) : null;
  if (!outline || outline.type === "Point") {
    const dot = spot ?? { x: 0, y: 0 };
    return { villageId, path: null, dot, middle: dot, box: around(dot, dotRadius) };
  }
  const polygons = (outline.type === "Polygon" ? [outline.coordinates] : outline.coordinates).map((rings) =>
    rings.map((ring) => thinned(ring.map(place))),
  );
  const drawn = { type: "MultiPolygon" as const, coordinates: polygons };
  const pen = geoPath(null).digits(1);
  const [[left, top], [right, bottom]] = pen.bounds(drawn);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return { villageId, path: pen(drawn), dot: null, middle: spot ?? at(pen.centroid(drawn)), box };
}

const at = ([x, y]: [number, number]): Spot => ({ x: round(x), y: round(y) });
const round = (value: number) => Math.round(value * 10) / 10;
const around = ({ x, y }: Spot, radius: number): Box => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});
const project = ([longitude = 0, latitude = 0]: number[]) =>
  geoMercatorRaw((longitude * Math.PI) / 180, (latitude * Math.PI) / 180);

/** The corners of all places, in degrees, with room around what is small. */
function boundsOf(places: readonly Placed[]) {
  const corners = { west: 180, south: 90, east: -180, north: -90 };
  const include = ([longitude = 0, latitude = 0]: number[]) => {
    corners.west = Math.min(corners.west, longitude);
    corners.east = Math.max(corners.east, longitude);
    corners.south = Math.min(corners.south, latitude);
    corners.north = Math.max(corners.north, latitude);
  };
  for (const { point, outline } of places)
    for (const geometry of [point, outline]) if (geometry) eachPosition(geometry, include);
  if (corners.west > corners.east) return null;
  const [aside, above] = [spare(corners.west, corners.east), spare(corners.south, corners.north)];
  return {
    southWest: [corners.west - aside, corners.south - above],
    northEast: [corners.east + aside, corners.north + above],
  };
}

const spare = (least: number, most: number) => Math.max(0, smallestSpan - (most - least)) / 2;

function eachPosition(geometry: Geometry, visit: (position: number[]) => void) {
  if (geometry.type === "Point") return visit(geometry.coordinates);
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  for (const rings of polygons) for (const ring of rings) ring.forEach(visit);
}

/** A ring without the positions that nobody could tell from the one before. */
export function thinned(ring: [number, number][]): [number, number][] {
  let [last] = ring;
  const few = ring.filter((position, index) => {
    const near =
      last !== undefined && (position[0] - last[0]) ** 2 + (position[1] - last[1]) ** 2 < finest ** 2;
    if (near && index > 0 && index < ring.length - 1) return false;
    last = position;
    return true;
  });
  return few.length >= 4 ? few : ring;
}

/** Where a village's label stands: the middle of its box. */
export type Label = Box & { villageId: number };

/**
 * Labels that fit: within their outline, or beside their dot without touching another dot or label or leaving
 * the sheet; larger outlines first, then dots in their order. What does not fit is left out; the tiles beside
 * the map name it.
 * @param sizeOf how large a village's label is
 */
export function labelsOf(
  { width, height, shapes }: Sheet,
  sizeOf: (villageId: number) => { width: number; height: number },
): Label[] {
  const taken = shapes.filter((shape) => shape.dot).map((shape) => shape.box);
  const labels: Label[] = [];
  for (const shape of shapes.toSorted((a, b) => areaOf(b) - areaOf(a))) {
    const size = sizeOf(shape.villageId);
    const within = shape.dot ? { x: 0, y: 0, width, height } : shape.box;
    const fitting = spotsOf(shape, size).find(
      (box) => isWithin(box, within) && !taken.some((other) => meet(box, other)),
    );
    if (!fitting) continue;
    taken.push(fitting);
    labels.push({ villageId: shape.villageId, ...fitting });
  }
  return labels;
}

const areaOf = ({ dot, box }: Shape) => (dot ? 0 : box.width * box.height);

/**
 * Where a label may stand, the best first: of an outline over its middle; of a dot right, left, below, above.
 */
function spotsOf({ dot, middle, box }: Shape, { width, height }: { width: number; height: number }): Box[] {
  const centred = (x: number, y: number): Box => ({
    x: round(x - width / 2),
    y: round(y - height / 2),
    width,
    height,
  });
  if (!dot) return [centred(middle.x, middle.y), centred(box.x + box.width / 2, box.y + box.height / 2)];
  const [aside, away] = [dotRadius + 2 + width / 2, dotRadius + 1 + height / 2];
  return [
    centred(dot.x + aside, dot.y),
    centred(dot.x - aside, dot.y),
    centred(dot.x, dot.y + away),
    centred(dot.x, dot.y - away),
  ];
}

const isWithin = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
