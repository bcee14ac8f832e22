// What a step of `npm test` counted, and why it may not count; what `npm run verify` leaves to it. Plain
// JavaScript without packages, as bin/setup.mjs is.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * What a run reported: tests by how they ended, and what went wrong outside of any test. `null` where it left
 * no report.
 */
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null);

/** The report of vitest's JSON reporter. */
export function unitReport(path) {
  const all = read(path);
  if (!all) return null;
  const broken = all.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((each) => each.status === "failed"),
  );
  return {
    passed: all.numPassedTests,
    failed: all.numFailedTests + all.numPendingTests + all.numTodoTests,
    errors: broken.map(({ name }) => `${name} could not be read`),
  };
}

/** The three test files of vitest's JSON report that took longest: `bin/docs.test.ts 1.2 s, …`. */
export function slowestOf(path) {
  const files = read(path).testResults.map(({ name, startTime, endTime }) => [
    endTime - startTime,
    relative(".", name),
  ]);
  const slowest = files.sort(([one], [other]) => other - one).slice(0, 3);
  return slowest.map(([ms, name]) => `${name} ${(ms / 1000).toFixed(1)} s`).join(", ");
}

/** Tests without a world that start programs, read hostile files or make copies: 98 of the 110 s of all. */
export const longTests = ["*sheets/hostile", "*sheets/read", "backup/backup", "bin/setup", "db/claim"].map(
  (name) => `**/${name}.test.ts`,
);

/** The report of Playwright's JSON reporter: a story that needed a second try did not pass. */
export function storyReport(path) {
  const all = read(path);
  if (!all) return null;
  const { expected, unexpected, flaky, skipped } = all.stats;
  return {
    passed: expected,
    failed: unexpected + flaky + skipped,
    errors: all.errors.map(({ message = "" }) => message.split("\n")[0]),
  };
}

/**
 * Why a step does not count although no test of it failed; none where it does.
 * @param ended how its program ended: 0, or what it said
 * @param landed how many tests passed in the last version that landed: a tenth fewer is somebody's change,
 *   more is a hole
 */
export function problemsOf({ ended, report, landed }) {
  if (!report) return ["it left no report"];
  const problems = [...report.errors];
  if (ended !== 0 && report.failed === 0)
    problems.push(`its program ended with ${ended} although no test failed`);
  if (report.passed + report.failed === 0) problems.push("it ran no test");
  else if (report.passed + report.failed < landed * 0.9)
    problems.push(`it ran ${report.passed + report.failed} tests, and ${landed} had landed`);
  return problems;
}
