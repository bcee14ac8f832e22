import { withQuery } from "#app/_components/query.ts";
import type { Source, Stage } from "#db/schema/funding.ts";
import type { Phase, ProjectLevel } from "#db/schema/projects.ts";
import type { Board } from "#lib/board/queries.ts";
import type { Light } from "#lib/projects/lights.ts";

type Place = { code: string };

/** Where each number of a board leads: to the rows that it sums, with the board's division, year and day. */
export function drillOf({ node, year, asOf: judgedOn }: Pick<Board, "node" | "year" | "asOf">, today: string, asOf?: string) {
  const on = judgedOn === today ? undefined : judgedOn;
  return {
    board: (at: Place) => withQuery("/board", { node: at.code, year: String(year), asOf }),
    village: (id: number) => withQuery(`/villages/${id}`, { year: String(year), asOf }),
    villages: (given: { met?: "yes" | "no"; tier?: string } = {}, at: Place = node) =>
      withQuery("/villages", { node: at.code, year: String(year), asOf, ...given }),
    project: (id: number) => withQuery(`/projects/${id}`, { asOf }),
    projects: (given: { counts?: Light | "all"; phase?: Phase; level?: ProjectLevel; sort?: string } = {}, at: Place = node) =>
      withQuery("/projects", { node: at.code, on, asOf, counts: "all", ...given }),
    income: (at: Place = node, month?: string) =>
      withQuery("/income/postings", { node: at.code, from: month ?? `${year}-01`, to: month ?? `${year}-12`, kind: "operating", asOf }),
    funding: (given: { stage?: Stage; source?: Source } = {}, at: Place = node) =>
      withQuery(given.stage ? "/funding/postings" : "/funding", { node: at.code, year: String(year), asOf, ...given }),
    exceptions: () => withQuery("/funding/exceptions", { node: node.code, asOf }),
  };
}

export type Drill = ReturnType<typeof drillOf>;
