import { z } from "zod";
import { answer } from "#app/_server/api/answer.ts";
import { json } from "#app/_server/api/problem.ts";
import { asCounted } from "#app/_server/i18n/as-counted.ts";
import { sources, stages } from "#db/schema/funding.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import type { Figures } from "#lib/board/rules/figures.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { inView, today } from "#lib/core/context.ts";
import { optionalDay, viewFields } from "#lib/core/fields.ts";
import { completenessOf } from "#lib/filing/queries/completeness.ts";
import { FundingFilter } from "#lib/funding/input.ts";
import { noMoney } from "#lib/funding/rules/stage-order.ts";

const { node, year } = FundingFilter.shape;
const Query = z.object({ node, year, asOf: optionalDay, ...viewFields });

/**
 * 挂图 of a division and year for machines: totals and one row a child, which add up to them (with `elsewhere`,
 * for a town); as recorded by the end of `asOf`.
 */
export const GET = (request: Request) =>
  answer(request, Query, async (ctx, { node: code, year, ...look }) => {
    const then = inView(ctx, look);
    const board = await boardOf(then, { node: code, year });
    return json({
      node: { code: board.node.code, name: board.node.name, level: board.node.level },
      year: board.year,
      month: board.month,
      asOf: board.asOf,
      recordedBy: look.asOf ?? today(ctx),
      ...asCounted(look),
      completeness: await completenessOf(then, board.node, board.month),
      unit: "fen",
      totals: figures(board.totals),
      rows: board.rows.map(({ division, place, ...row }) => ({
        node: { code: division.code, name: division.name, level: division.level },
        place,
        ...figures(row),
      })),
      elsewhere: board.elsewhere && figures(board.elsewhere),
    });
  });

const figures = ({
  villages,
  met,
  notMet,
  noData,
  filed,
  operatingFen,
  targetFen,
  gapFen,
  attainedFen,
  reports,
  projects,
  funding,
}: Figures) => ({
  villages,
  villagesMet: met,
  villagesNotMet: notMet,
  villagesNoData: noData,
  villagesReported: filed.reported,
  villagesApproved: filed.approved,
  villagesWaiting: filed.waiting,
  operatingFen,
  targetFen,
  gapFen,
  attainedFen,
  reports,
  projects: {
    village: { count: countOf(lightsOf(projects.village)), byPhaseAndLight: projects.village },
    key: { count: countOf(lightsOf(projects.key)), byPhaseAndLight: projects.key },
    onBothLists: projects.both,
    physical: countOf(lightsOf(projects.once)),
    byLight: lightsOf(projects.once),
  },
  fundingByStageFen: Object.values(funding).reduce(
    (sum, of) => Object.fromEntries(stages.map((stage) => [stage, sum[stage] + of[stage]])) as typeof sum,
    noMoney(),
  ),
  fundingBySourceFen: Object.fromEntries(
    sources.flatMap((source) => (funding[source] ? [[source, funding[source]]] : [])),
  ),
});
