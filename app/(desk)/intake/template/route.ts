import { answer } from "#app/_server/api/answer.ts";
import { workbookFile } from "#app/_server/api/workbook-file.ts";
import { localeOf } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { makeTemplate } from "#lib/imports/commands/templates.ts";
import { TemplateRequest } from "#lib/imports/input.ts";

/** The workbook of a town's month to fill in, in the reader's language: ?kind=income&town=12&month=2016-12 */
export async function GET(request: Request) {
  return answer(request, TemplateRequest, async (ctx, wanted) => {
    const { name, bytes } = await makeTemplate(ctx, wanted, translateIn(await localeOf()));
    return workbookFile(name, bytes);
  });
}
