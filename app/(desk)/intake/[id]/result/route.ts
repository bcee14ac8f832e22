import { z } from "zod";
import { answer } from "#app/_server/api/answer.ts";
import { workbookFile } from "#app/_server/api/workbook-file.ts";
import { localeOf } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { sentenceTranslator } from "#app/_server/i18n/translator.ts";
import { intakeResult } from "#lib/imports/queries/imports.ts";
import { resultOf } from "#lib/imports/rules/result.ts";

/** The rows of a file as they were sent, with what became of each and what is wrong with it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = Number((await params).id) || 0;
  return answer(request, z.object({}), async (ctx) => {
    const result = await intakeResult(ctx, id);
    const words = translateIn(await localeOf());
    const name = words("intake.fileName.result", { name: result.intake.fileName.replace(/\.\w+$/, "") });
    return workbookFile(name, await resultOf(result, words, await sentenceTranslator()));
  });
}
