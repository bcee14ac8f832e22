import { answer } from "#app/_server/machine.ts";
import { wordsIn } from "#app/_server/wording.ts";
import { localeOf } from "#app/_server/words.ts";
import { workbookFile } from "#app/_server/workbook-file.ts";
import { TemplateRequest } from "#lib/intake/input.ts";
import { makeTemplate } from "#lib/intake/template-commands.ts";

/** The workbook of a town's month to fill in, in the reader's language: ?kind=income&town=12&month=2016-12 */
export async function GET(request: Request) {
  return answer(request, TemplateRequest, async (ctx, wanted) => {
    const { name, bytes } = await makeTemplate(ctx, wanted, wordsIn(await localeOf()));
    return workbookFile(name, bytes);
  });
}
