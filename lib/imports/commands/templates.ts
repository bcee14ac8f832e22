import { authorize } from "#lib/access/policy.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Translate } from "#lib/core/columns.ts";
import { type Ctx, inTransaction } from "#lib/core/context.ts";
import { requireBegun, townOf } from "#lib/income/store/postings.ts";
import { formOf } from "../forms/sheet-forms.ts";
import type { TemplateRequest } from "../input.ts";
import { templateVersion } from "../rules/content.ts";
import { templateName, templateOf } from "../rules/template.ts";

/**
 * The workbook for a town's month, prefilled with what stands: the same file again once it is filled in
 * changes what it says.
 * @throws {NotFound} for a town outside the scope; {Refused} for a month that has not begun
 */
export async function makeTemplate(
  ctx: Ctx,
  { kind, town: townId, month }: TemplateRequest,
  words: Translate,
): Promise<{ name: string; bytes: Uint8Array }> {
  const plan = await ctx.db.transaction(async (tx) => {
    const town = await townOf(tx, ctx.actor, townId);
    authorize(ctx.actor, "template.make", { divisionCode: town.code });
    requireBegun(ctx, month);
    const form = formOf(kind);
    const inner = inTransaction(ctx, tx, []);
    const fields = await form.fields(inner, { town, month });
    const { rows, emptyRows } = (await form.prefill?.(inner, { town, month })) ?? { rows: [], emptyRows: 0 };
    const subject: Subject = {
      type: "town",
      id: town.id,
      name: `${town.name} ${month}`,
      divisionCode: town.code,
    };
    await record(tx, ctx, "template.make", subject, {
      after: { kind, month, rows: rows.length, version: templateVersion },
    });
    return { kind, town, month, fields, rows, emptyRows };
  });
  return { name: templateName(plan, words), bytes: await templateOf(plan, words) };
}
