import type { z } from "zod";
import { deny } from "#lib/audit/store/deny.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { getTranslations } from "../i18n/translations.ts";
import { sessionContext } from "../session/session.ts";
import { detailsInWords } from "./submit.ts";

/** What a page's script is told: what it asked for, why not, or that nobody is signed in. */
export type Asked<R> = { is: R } | { refused: string } | { signedOut: true };

/**
 * The one way from a page's script to something that is only read: who → parse → query → answer. Call it from
 * a `"use server"` function.
 */
export async function ask<S extends z.ZodType, R>(
  given: unknown,
  schema: S,
  query: (ctx: Ctx, input: z.output<S>) => Promise<R>,
): Promise<Asked<R>> {
  const t = await getTranslations();
  const ctx = await sessionContext();
  if (!ctx) return { signedOut: true };
  const parsed = schema.safeParse(given);
  if (!parsed.success) return { refused: t("invalid.unusable") };
  try {
    return { is: await query(ctx, parsed.data) };
  } catch (error) {
    if (error instanceof Refused)
      return { refused: t(`refused.${error.code}`, await detailsInWords(error.details)) };
    if (error instanceof NotFound) return { refused: t("refused.notFound") };
    if (!(error instanceof Forbidden)) throw error;
    await deny(ctx, error.verb);
    return { refused: t("refused.forbidden") };
  }
}
