import { z } from "zod";
import { answer } from "#app/_server/api/answer.ts";
import { problem } from "#app/_server/api/problem.ts";
import { type Locale, localeOf, locales } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { logger } from "#app/_server/session/log.ts";
import { type ExportRequest, exportFormats, exportKinds, filterOf } from "#lib/exports/input.ts";
import { type ExportedFile, runExport } from "#lib/exports/leaving.ts";

const FileName = z.object({ kind: z.enum(exportKinds), format: z.enum(exportFormats) });

/**
 * What can be exported, as .xlsx or .csv, with the filter of its screen, in the language of `lang` or of the
 * reader.
 */
export async function GET(request: Request, { params }: { params: Promise<{ file: string }> }) {
  const [kind, format, ...more] = (await params).file.split(".");
  const file = FileName.safeParse({ kind, format });
  if (!file.success || more.length > 0)
    return problem(404, "notFound", `There is no such file: ${exportKinds.join(", ")}, .xlsx or .csv`);
  const Query = filterOf[file.data.kind].extend({ lang: z.enum(locales, "notAChoice").optional() });
  return answer(request, Query as z.ZodType<{ lang?: Locale }>, async (ctx, { lang, ...filter }) => {
    const language = lang ?? (await localeOf());
    const wanted = { kind: file.data.kind, filter } as ExportRequest;
    const made = await runExport(ctx, wanted, file.data.format, translateIn(language), language);
    if (made.begun.number === 0)
      logger().warn(
        { request: ctx.request, file: made.name.ascii, by: ctx.actor.username },
        "an export left unrecorded",
      );
    if (!request.signal.aborted) return download(made);
    // Nobody takes the answer: who went away meanwhile leaves no file on disk, and of a CSV file the trail
    // says that it did not leave.
    await made.body.cancel();
    return new Response(null, { status: 499 });
  });
}

/** The file, with what its cover says by then that a program may want to know without opening it. */
const download = ({ begun, cover, name, contentType, body }: ExportedFile) =>
  new Response(body, {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${name.ascii}"; filename*=UTF-8''${encodeURIComponent(name.full)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(begun.number > 0
        ? {
            "x-guatu-export": String(begun.number),
            "x-guatu-head": `${begun.number} ${begun.hash}`,
            link: `</exports/${begun.number}>; rel="describedby"`,
          }
        : { "x-guatu-export": "unrecorded" }),
      ...(cover && { "x-guatu-rows": String(cover.rows), "x-guatu-sha256": cover.sha256 }),
    },
  });

/** Every export is remembered: one that nobody reads would only fill the trail. */
export const HEAD = () =>
  new Response(null, { status: 405, headers: { allow: "GET", "cache-control": "no-store" } });
