import { incomeFigure } from "#app/_parts/income/ledger-query.ts";
import { viewQuery } from "#app/_server/session/view-params.ts";
import { onDayOf, withQuery } from "#app/_ui/search-params.ts";
import type { Source, Stage } from "#db/schema/funding.ts";
import type { Phase, ProjectLevel } from "#db/schema/projects.ts";
import type { Board } from "#lib/board/queries/board.ts";
import type { Light } from "#lib/projects/rules/lights.ts";

type Place = { code: string };

/**
 * Where each number of a board leads: to the rows that it sums, with the board's division, year, day,
 * approval and basis.
 */
export function drillOf(
  { node, year, asOf: judgedOn }: Pick<Board, "node" | "year" | "asOf">,
  today: string,
  asOf?: string,
) {
  const on = judgedOn === today ? undefined : judgedOn;
  const look = { ...viewQuery(), asOf };
  return {
    board: (at: Place) => withQuery("/board", { node: at.code, year: String(year), ...look }),
    village: (id: number) => withQuery(`/villages/${id}`, { year: String(year), ...look }),
    villages: (given: { met?: "yes" | "no"; tier?: string } = {}, at: Place = node) =>
      withQuery("/villages", { node: at.code, year: String(year), ...look, ...given }),
    project: (id: number) => withQuery(`/projects/${id}`, look),
    projects: (
      given: { counts?: Light | "all"; phase?: Phase; level?: ProjectLevel; sort?: string } = {},
      at: Place = node,
    ) => withQuery("/projects", { node: at.code, on, ...look, counts: "all", ...given }),
    // The ledger takes the day that the page shows; where a page shows two, each side says its own.
    income: (at: Place = node, month?: string) =>
      onDayOf(incomeFigure(at.code, month ?? year), viewQuery().asOf ? undefined : asOf),
    funding: (given: { stage?: Stage; source?: Source } = {}, at: Place = node) =>
      withQuery(given.stage ? "/funding/postings" : "/funding", {
        node: at.code,
        year: String(year),
        ...look,
        ...given,
      }),
    exceptions: () => withQuery("/funding/exceptions", { node: node.code, ...look }),
  };
}

export type Drill = ReturnType<typeof drillOf>;
