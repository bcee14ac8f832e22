import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * The tests of these files at the reach that `env` asks for, on both engines; each holds its own controls.
 * @param name of their report in test-results/
 * @returns how many passed of how many, and whether all did and there were any
 */
export function suite(name: string, files: readonly string[], env: Record<string, string>) {
  const report = `test-results/${name}.json`;
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...files,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env: { ...process.env, ...env } });
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(readFileSync(report, "utf8")) as Record<
    string,
    number
  > & {
    numPassedTests: number;
    numTotalTests: number;
  };
  return {
    words: `${passed} of ${total} tests on both engines`,
    holds: status === 0 && total > 0 && passed === total,
  };
}
