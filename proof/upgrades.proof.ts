// RELIABILITY R11 at its reach: a start is killed at many points of the longest upgrade, on both engines.
import { conclude } from "./result.ts";
import { suite } from "./suite.ts";

export async function prove([kills = "60"]: string[]): Promise<boolean> {
  const { words, holds } = suite("upgrades", ["lib/upgrade/killed.world.test.ts"], { PROOF_KILLS: kills });
  return conclude({
    name: "upgrades",
    rows: [
      {
        row: "R11",
        property: "migrations survive",
        figure: `${words}: a start killed at ${kills} points of the longest upgrade an engine; each database is opened by the next start, counts what counted, and was taken over once; an older build refuses a newer schema in one sentence`,
        reach: "0 unusable; refuses in plain words",
        control:
          "the points reach both the schema before and the takeover that is still due, or the test is red",
        ok: holds && Number(kills) >= 60,
      },
    ],
  });
}
