import { defineCommand, takes } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Translate } from "#lib/core/columns.ts";
import { inTransaction } from "#lib/core/context.ts";
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
export const makeTemplate = defineCommand({
  verb: "template.make",
  input: takes<TemplateRequest, [Translate]>(),
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.town),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input: { kind, month }, loaded: town }) {
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
    return {
      result: { kind, town, month, fields, rows, emptyRows },
      audit: { subject, after: { kind, month, rows: rows.length, version: templateVersion } },
    };
  },
  async after(_, { result: plan, given: [words] }) {
    return { name: templateName(plan, words), bytes: await templateOf(plan, words) };
  },
});
