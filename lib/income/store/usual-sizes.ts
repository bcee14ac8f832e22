import type { Tx } from "#db/client.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Refused, RefusedFields } from "#lib/core/errors.ts";
import { usualAmounts } from "../queries/usual-amounts.ts";
import { sizesRightField } from "../rules/cells.ts";
import { oddnessOf } from "../rules/usual.ts";

/** An amount about to be posted, under the name that its form gives it. */
type Sized = { field: string; villageId: number; accountId: number; amountFen: number | null };

/**
 * Holds amounts against what their villages had in the twelve months before (UX 37).
 * @param sizesRight somebody said that they are right; `undefined` where they were asked about before
 * @throws {RefusedFields} with every amount out of all proportion, and the tick that is missing
 */
export async function requireUsual(
  tx: Tx,
  ctx: Ctx,
  month: Month,
  amounts: readonly Sized[],
  sizesRight: boolean | undefined,
): Promise<void> {
  if (sizesRight !== false) return;
  const usual = await usualAmounts(
    { actor: ctx.actor, db: tx },
    [...new Set(amounts.map(({ villageId }) => villageId))],
    month,
  );
  const odd = amounts.flatMap(({ field, villageId, accountId, amountFen }) => {
    const had = usual(villageId, accountId);
    const oddness = oddnessOf(amountFen ?? 0, had);
    return oddness
      ? [
          [
            field,
            new Refused(`income.${oddness}`, { usualFen: had.typicalFen ?? 0, yearFen: had.yearFen }, field),
          ] as const,
        ]
      : [];
  });
  if (odd.length === 0) return;
  throw new RefusedFields({
    ...Object.fromEntries(odd),
    [sizesRightField]: new Refused("income.sizesAsked", { count: odd.length }, sizesRightField),
  });
}
