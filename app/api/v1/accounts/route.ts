import { z } from "zod";
import { answer } from "#app/_server/api/answer.ts";
import { json } from "#app/_server/api/problem.ts";
import { today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { monthText } from "#lib/core/fields.ts";
import { accountsInForce } from "#lib/income/queries/regimes.ts";

const Query = z.object({ month: monthText.optional() });

/**
 * The accounts in force in a month, in the order of the books: a code alone is read by the regime of its
 * month.
 */
export const GET = (request: Request) =>
  answer(request, Query, async (ctx, { month = monthOfDay(today(ctx)) }) =>
    json(await accountsInForce(ctx, month)),
  );
