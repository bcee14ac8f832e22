import { expect, test } from "vitest";
import { sharesOf } from "./phase-lights.tsx";

test("one of many is drawn wide enough for its number, and the bar stays whole", () => {
  const shares = sharesOf({ green: 36, yellow: 2, red: 1, grey: 0, paused: 1 });
  expect(shares).toMatchObject({ yellow: 0.055, red: 0.055, grey: 0, paused: 0.055 });
  expect(shares.green).toBeCloseTo(0.835, 9);
  expect(sharesOf({ green: 1, yellow: 1, red: 2, grey: 0, paused: 0 })).toEqual({
    green: 0.25,
    yellow: 0.25,
    red: 0.5,
    grey: 0,
    paused: 0,
  });
  expect(sharesOf({ green: 0, yellow: 0, red: 0, grey: 0, paused: 0 })).toEqual({
    green: 0,
    yellow: 0,
    red: 0,
    grey: 0,
    paused: 0,
  });
});
