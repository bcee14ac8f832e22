// RELIABILITY R13 at its reach: every kind of change by hand, and 1,000 random operations without a false
// alarm, on both engines.
import { conclude } from "./result.ts";
import { suite } from "./suite.ts";

export async function prove([operations = "1000"]: string[]): Promise<boolean> {
  const files = ["lib/testing/figures.world.test.ts", "lib/testing/money.world.test.ts"];
  const { words, holds } = suite("replay", files, { PROOF_COMPARISONS: "4", PROOF_OPERATIONS: operations });
  return conclude({
    name: "replay",
    rows: [
      {
        row: "R13",
        property: "the figures are what the trail says",
        figure: `${words}: each kind of change by hand is named, and ${operations} random operations an engine raise no alarm`,
        reach:
          "25 of 25 kinds named, with the row and the event; 0 false alarms on the demonstration and on 1,000 random operations",
        control:
          "each test of a kind looks at the copy before the change, where nothing is named, and after it",
        ok: holds && Number(operations) >= 1000,
      },
    ],
  });
}
