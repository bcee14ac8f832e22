// RELIABILITY R6 at its reach: 20,000 random operations against a model of the books, on both engines.
import { conclude } from "./result.ts";
import { suite } from "./suite.ts";

export async function prove([operations = "20000"]: string[]): Promise<boolean> {
  const files = ["lib/testing/money.world.test.ts", "lib/exports/kinds.world.test.ts"];
  const { words, holds } = suite("money", files, { PROOF_OPERATIONS: operations });
  return conclude({
    name: "money",
    rows: [
      {
        row: "R6",
        property: "money adds up to the fen",
        figure: `${words}: after ${operations} random operations an engine rows, roll-ups, boards, JSON, CSV, workbooks and prints are 0 fen apart from the books`,
        reach: "20,000 random operations: 0 fen apart",
        control: "a single fen changed in a single row of any sum is found",
        ok: holds && Number(operations) >= 20_000,
      },
    ],
  });
}
