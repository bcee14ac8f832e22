import { z } from "zod";
import { today } from "#lib/context.ts";
import { monthText } from "#lib/fields.ts";
import { accountsInForce } from "#lib/income/regimes.ts";
import { monthOfDay } from "#lib/period.ts";
import { answer } from "../../../_server/machine.ts";
import { json } from "../../../_server/problem.ts";

const Query = z.object({ month: monthText.optional() });

/** The accounts in force in a month, in the order of the books: a code alone is read by the regime of its month. */
export const GET = (request: Request) =>
  answer(request, Query, async (ctx, { month = monthOfDay(today(ctx)) }) => json(await accountsInForce(ctx, month)));
