import { randomUUID } from "node:crypto";
import { z } from "zod";
import { deny } from "#lib/audit/store/deny.ts";
import type { Ctx } from "#lib/core/context.ts";
import { markFailing, storageFailureOf } from "#lib/core/disk.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { detailsInWords } from "../actions/submit.ts";
import { getTranslations } from "../i18n/translations.ts";
import { logger } from "../session/log.ts";
import { sessionContext } from "../session/session.ts";
import { problem } from "./problem.ts";

/**
 * The one way from a machine's request to a query: who → parameters → query → answer. What is refused becomes
 * a problem (RFC 9457): 401 nobody signed in, 403 not theirs to do, 404 not there or out of scope, 400
 * parameters, 409 refused by a rule.
 */
export async function answer<S extends z.ZodType>(
  request: Request,
  schema: S,
  work: (ctx: Ctx, filter: z.output<S>) => Promise<Response>,
): Promise<Response> {
  const ctx = await sessionContext();
  if (!ctx) return problem(401, "unauthorized", "Sign in, or send Authorization: Bearer with an API token");
  const given = Object.fromEntries(
    [...new URL(request.url).searchParams].filter(([, value]) => value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      parameter: issue.path.join("."),
      code: issue.message,
    }));
    return problem(400, "invalidParameters", "A parameter is not usable", { errors });
  }
  try {
    return await work(ctx, parsed.data);
  } catch (error) {
    return refusal(ctx, error);
  }
}

async function refusal(ctx: Ctx, error: unknown): Promise<Response> {
  if (error instanceof Refused) {
    const t = await getTranslations();
    return problem(409, error.code, t(`refused.${error.code}`, await detailsInWords(error.details)), {
      details: error.details,
    });
  }
  if (error instanceof Forbidden) {
    await deny(ctx, error.verb);
    return problem(403, "forbidden", "This account may not do that");
  }
  if (error instanceof NotFound) return problem(404, "notFound", "There is no such thing within your scope");
  if (storageFailureOf(error) !== null) {
    markFailing(ctx.db, error);
    logger().error({ err: error, request: ctx.request }, "the disk took nothing");
    return problem(503, "notStored", (await getTranslations())("refused.notStored"));
  }
  const reference = randomUUID().slice(0, 8);
  logger().error({ err: error, reference, request: ctx.request }, "an API request failed");
  return problem(500, "unexpected", "Something went wrong; the log has it under the reference", {
    reference,
  });
}

/** How many rows a page of a list holds, and the key of the row after which it goes on. */
export const paging = {
  limit: z.coerce
    .number("notANumber")
    .int("notANumber")
    .min(1, "outOfRange")
    .max(1000, "outOfRange")
    .default(200),
  cursor: z.string().max(200, "tooLong").optional(),
};

/**
 * One page of rows that have a key each, in their order.
 * @throws {Refused} `export.staleCursor` where no row has the cursor's key.
 */
export function pageOf<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const at = cursor === undefined ? 0 : rows.findIndex((row) => keyOf(row) === cursor) + 1;
  if (cursor !== undefined && at === 0) throw new Refused("export.staleCursor");
  const data = rows.slice(at, at + limit);
  const last = data.at(-1);
  return { data, next: at + limit < rows.length && last !== undefined ? keyOf(last) : null };
}
