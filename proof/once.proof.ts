// RELIABILITY R5 at its reach: each command sent twice, ten times at once, and again after its answer was
// lost, on both engines.
import { conclude } from "./result.ts";
import { suite } from "./suite.ts";

export async function prove([trials = "1000"]: string[]): Promise<boolean> {
  const { words, holds } = suite("once", ["lib/testing/submitted-once.world.test.ts"], {
    PROOF_TRIALS: trials,
  });
  return conclude({
    name: "once",
    rows: [
      {
        row: "R5",
        property: "submitted once, done once",
        figure: `${words}: ${trials} trials of each command`,
        reach: "1,000 trials an action: one effect, the same result; same key with another body refused",
        control: "without a key each of the three ways is found to have two effects",
        ok: holds && Number(trials) >= 1000,
      },
    ],
  });
}
