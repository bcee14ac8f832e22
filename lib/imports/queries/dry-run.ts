import type { IntakeKind } from "#db/schema/intake.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { type TownPlace, townOf } from "#lib/income/store/postings.ts";
import type { ReadSheet } from "#lib/spreadsheets/cells.ts";
import type { Content, Field, Whose } from "../forms/sheet-form.ts";
import { contentOf } from "../rules/content.ts";
import type { Answers } from "../rules/questions.ts";
import type { Languages } from "../rules/vocabulary.ts";
import { rememberedAnswers } from "../store/answers.ts";
import { mappedContent, profileFor, storedSheetOf } from "../store/register-file.ts";
import { verbOf } from "../store/stored.ts";
import { expecting } from "./expecting.ts";
import { type Preview, previewOf } from "./import-preview.ts";

export type DryRun = { kind: IntakeKind; townId: number | null; month: Month | null; answers?: Answers };
export type WouldBe = { content: Content; preview: Preview; fields: Field[]; town: TownPlace | null };

/**
 * What a file would do, read exactly as an upload is and written nowhere: no row, no event. The columns of a
 * register are those of a saved profile, else what its headings say.
 * @throws {NotFound} for a town outside the scope; {Refused} for sheets that cannot be what they are read as
 */
export async function dryRun(
  ctx: Ctx,
  { kind, townId, month, answers = {} }: DryRun,
  sheets: readonly ReadSheet[],
  languages: Languages,
): Promise<WouldBe> {
  authorize(ctx.actor, verbOf(kind, "intake.upload"));
  const town = townId === null ? null : await townOf(ctx.db, ctx.actor, townId);
  const whose: Whose = { town, month };
  const wanted = await expecting(ctx, kind, whose);
  const scopeId = town?.id ?? ctx.actor.scope.id;
  const known = { ...(await rememberedAnswers(ctx.db, scopeId, kind)), ...answers };
  const content = await (town ? contentOf(sheets, wanted, languages, wanted.expected, known) : register());
  return { content, preview: await previewOf(ctx, { kind, whose, content }), fields: wanted.fields, town };

  async function register(): Promise<Content> {
    const sheet = storedSheetOf(sheets, wanted.fields, languages);
    const profile = await profileFor(ctx.db, scopeId, kind, sheet);
    return mappedContent(
      sheet,
      profile?.columns ?? sheet.guesses,
      wanted.fields,
      languages,
      wanted.expected,
      known,
    );
  }
}
