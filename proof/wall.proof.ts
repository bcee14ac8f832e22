// A wall chart runs for days: the story of its memory at ten thousand updates and six hours of turning.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { conclude } from "./result.ts";

export async function prove([updates = "10000"]: string[]): Promise<boolean> {
  const { status, grown } = story({ PROOF_UPDATES: updates });
  const leaking = story({ PROOF_UPDATES: "1000", PROOF_LEAK: "1" });
  return conclude({
    name: "wall",
    rows: [
      {
        row: "wall",
        property: "a wall chart that runs for days does not grow",
        figure: `${updates} updates and ${(6 * Number(updates)) / 10_000} hours of turning: ${grown}`,
        reach: "10,000 updates, six hours: heap + < 1 MB, nodes + < 200, listeners + < 10",
        control: `a page that keeps a node of each of 1,000 updates: ${leaking.grown}, ${leaking.status === 0 ? "not found" : "found"}`,
        ok: status === 0 && leaking.status !== 0 && Number(updates) >= 10_000,
      },
    ],
  });
}

function story(of: Record<string, string>) {
  const report = "test-results/wall-memory.json";
  const env = { ...process.env, ...of, STORIES_PORT: "4360", PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const args = [
    "node_modules/@playwright/test/cli.js",
    "test",
    "e2e/wall-memory.e2e.ts",
    "--reporter=list,json",
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  const { before, after } = weighed(readFileSync(report, "utf8"));
  return {
    status,
    grown: Object.entries(after)
      .map(([what, figure]) => `${what} ${before[what]} → ${figure}`)
      .join(", "),
  };
}

/** What the story noted of itself, wherever the report keeps it. */
function weighed(text: string): Record<"before" | "after", Record<string, number>> {
  const [, description = "{}"] =
    /"type":\s*"memory",\s*"description":\s*("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return JSON.parse(JSON.parse(description));
}
