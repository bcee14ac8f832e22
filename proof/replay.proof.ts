// RELIABILITY R13 at its reach: every kind of change by hand, and 1,000 random operations without a false alarm, on both engines. The
// tests that this runs hold their own controls.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { conclude } from "./result.ts";

const files = ["lib/proof/figures.world.test.ts", "lib/proof/money.world.test.ts"];
const report = "test-results/replay.json";

export async function prove([operations = "1000"]: string[]): Promise<boolean> {
  const env = { PROOF_COMPARISONS: "4", ...process.env, PROOF_OPERATIONS: operations };
  const args = ["node_modules/vitest/vitest.mjs", "run", ...files, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, "utf8")) as { numPassedTests: number; numTotalTests: number };
  return conclude({
    name: "replay",
    rows: [
      {
        row: "R13",
        property: "the figures are what the trail says",
        figure: `${numPassedTests} of ${numTotalTests} tests on both engines: each kind of change by hand is named, and ${operations} random operations an engine raise no alarm`,
        reach: "25 of 25 kinds named, with the row and the event; 0 false alarms on the demonstration and on 1,000 random operations",
        control: "each test of a kind looks at the copy before the change, where nothing is named, and after it",
        ok: status === 0 && numTotalTests > 0 && numPassedTests === numTotalTests && Number(operations) >= 1000,
      },
    ],
  });
}
