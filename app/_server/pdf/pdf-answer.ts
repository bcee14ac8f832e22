import { Readable } from "node:stream";
import { z } from "zod";
import type { Ctx } from "#lib/core/context.ts";
import { readEnv } from "#lib/core/env.ts";
import type { PrintContext, PrintedPaper } from "#lib/paper/commands/prints.ts";
import { answer } from "../api/answer.ts";
import { localeOf, locales } from "../i18n/locale.ts";
import { translateIn } from "../i18n/locale-messages.ts";
import { unitOf } from "../i18n/preferences.ts";
import { context } from "../session/session.ts";

/**
 * The one way from a link to a PDF: who → parameters → print → file, in the language and unit of the address,
 * else of the reader. Whoever has not signed in, or owes a code or a new password, is sent to do so and comes
 * back here; a printed sheet is shown in the browser, not saved by it.
 */
export async function paper<S extends z.ZodObject>(
  request: Request,
  schema: S,
  print: (ctx: Ctx, asked: z.output<S>, press: PrintContext) => Promise<PrintedPaper>,
): Promise<Response> {
  if (isAhead(request)) return new Response(null, { status: 503, headers: { "cache-control": "no-store" } });
  if (!request.headers.has("authorization")) await context();
  const url = new URL(request.url);
  if (!url.searchParams.get("unit")) url.searchParams.set("unit", await unitOf());
  const lang = z.enum(locales, "notAChoice").optional();
  return answer(new Request(url, request), schema.extend({ lang }), async (ctx, { lang: asked, ...rest }) => {
    const language = (asked as z.output<typeof lang>) ?? (await localeOf());
    const made = await print(ctx, rest as z.output<S>, {
      words: translateIn(language),
      language,
      origin: readEnv().origin,
    });
    return new Response(Readable.toWeb(made.body) as ReadableStream<Uint8Array>, {
      headers: headersOf(made),
    });
  });
}

/**
 * Does nobody ask for the paper yet, but a program that looks or fetches ahead? Every print is remembered: it
 * waits for a person.
 */
const isAhead = ({ method, headers }: Request) =>
  method === "HEAD" || (headers.get("sec-purpose") ?? "").startsWith("prefetch");

const headersOf = ({ name, number, hash }: PrintedPaper) => ({
  "content-type": "application/pdf",
  "content-disposition": `inline; filename="${name.ascii.replace(/[^\x20-\x7e]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name.full)}`,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-guatu-head": `${number} ${hash}`,
});
