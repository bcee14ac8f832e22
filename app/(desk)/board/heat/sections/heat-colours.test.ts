import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { heatSteps } from "#lib/board/rules/heat-scale.ts";

const css = readFileSync(new URL("./heat.css", import.meta.url), "utf8");
const channel = (hex: string) => {
  const share = Number.parseInt(hex, 16) / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
/** WCAG's relative luminance of #rrggbb. */
const luminance = (colour: string) =>
  0.2126 * channel(colour.slice(1, 3)) +
  0.7152 * channel(colour.slice(3, 5)) +
  0.0722 * channel(colour.slice(5, 7));
const colours = heatSteps.map(({ key }) => {
  const [, background = "", color = ""] =
    new RegExp(`\\.heat-${key} \\{\\s*background: (#\\w{6});\\s*color: (#\\w{6});`).exec(css) ?? [];
  return { background: luminance(background), color: luminance(color) };
});

test("every step of the months' scale is darker than the one before, by enough to be told apart in grey", () => {
  for (const [at, { background }] of colours.entries()) {
    const before = colours[at - 1];
    if (before) expect((before.background + 0.05) / (background + 0.05)).toBeGreaterThan(1.12);
  }
});

test("the number in a cell is read on every step", () => {
  for (const { background, color } of colours) {
    const [light, dark] = [Math.max(background, color), Math.min(background, color)];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
