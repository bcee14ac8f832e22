import { z } from "zod";
import { answer, pageOf, paging } from "#app/_server/api/answer.ts";
import { json } from "#app/_server/api/problem.ts";
import { inView, today } from "#lib/core/context.ts";
import { optionalDay, viewFields } from "#lib/core/fields.ts";
import { FundingFilter, fundingGroups } from "#lib/funding/input.ts";
import { nodeOf } from "#lib/funding/queries/filter.ts";
import { byStage, type FundingSum, fundingSums } from "#lib/funding/queries/totals.ts";

const groupBy = z
  .string()
  .default("stage")
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(fundingGroups, "notAChoice")));

const Query = FundingFilter.extend({
  asOf: optionalDay,
  approvedOnly: viewFields.approvedOnly,
  groupBy,
  ...paging,
});

/**
 * Sums of postings in fen by whatever is asked. `stage` is always told apart: stages are never added to each
 * other.
 */
export const GET = (request: Request) =>
  answer(request, Query, async (present, { asOf, approvedOnly, groupBy, limit, cursor, ...filter }) => {
    const ctx = inView(present, { asOf, approvedOnly });
    const node = await nodeOf(ctx, filter);
    const sums = (await fundingSums(ctx, filter, groupBy))
      .map((sum) => ({ ...sum, key: keyOf(sum) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const { data, next } = pageOf(sums, (sum) => sum.key, { limit, cursor });
    return json({
      node: { code: node.code, name: node.name, level: node.level },
      asOf: today(ctx),
      approvedOnly,
      unit: "fen",
      groupBy: [...new Set([...groupBy, "stage"])],
      totalFen: byStage(sums),
      data: data.map(({ key: _, village, ...sum }) => ({
        ...sum,
        ...(village === undefined ? {} : { village }),
      })),
      next,
    });
  });

/** What a row is about, as text that sorts and can stand in a URL. */
const keyOf = ({ year, town, village, project, list, source, stage }: FundingSum) =>
  [year, town?.code, village?.code, project?.number, list, source, stage].map((part) => part ?? "").join("~");
