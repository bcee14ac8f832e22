import { expect, test } from "vitest";
import { gcj02Of, type Position, wgs84Of } from "./datum.ts";

// The reference values of eviltransform; its earth is 108 m larger, which moves a shift by a centimetre.
const published: [place: string, wgs84: Position, gcj02: Position][] = [
  ["Shanghai", [121.5272106, 31.1774276], [121.531541859215, 31.17530398364597]],
  ["Shenzhen", [113.912316, 22.543847], [113.9171764808363, 22.540796131694766]],
  ["Beijing", [116.377817, 39.911954], [116.38404722455657, 39.91334545536069]],
];

const metresApart = ([a, b]: Position, [c, d]: Position) =>
  Math.hypot((a - c) * 111_320 * Math.cos((b * Math.PI) / 180), (b - d) * 111_320);

test.each(published)("%s lies where it was published, both ways", (_, wgs84, gcj02) => {
  expect(metresApart(gcj02Of(wgs84), gcj02)).toBeLessThan(0.05);
  expect(metresApart(wgs84Of(gcj02), wgs84)).toBeLessThan(0.05);
});

test("there and back is the same place within a millimetre, all over the country", () => {
  for (let longitude = 74; longitude <= 135; longitude += 3.7)
    for (let latitude = 4; latitude <= 53; latitude += 2.9) {
      const place: Position = [longitude, latitude];
      expect(metresApart(wgs84Of(gcj02Of(place)), place), String(place)).toBeLessThan(0.001);
    }
});

test("in Tong'an the shift is some hundred metres, so that the wrong datum would show", () => {
  const place: Position = [118.15, 24.73];
  expect(metresApart(gcj02Of(place), place)).toBeGreaterThan(300);
  expect(metresApart(gcj02Of(place), place)).toBeLessThan(800);
});
