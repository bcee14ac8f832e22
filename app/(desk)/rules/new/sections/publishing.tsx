import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { setRule } from "#app/(desk)/rules/actions.ts";
import type { Day } from "#lib/core/dates.ts";
import { addMonths, firstDay, monthOfDay } from "#lib/core/dates.ts";
import type { RuleNumbers } from "#lib/projects/rules/thresholds.ts";
import { asText } from "./typed-numbers.ts";

/** From when on and on what ground the draft becomes the rule; not before the month after `since`. */
export async function Publishing({ draft, since }: { draft: RuleNumbers; since: Day }) {
  const t = await getTranslations("rules");
  return (
    <Form action={setRule} cancelTo="/rules" submitLabel={t("publish")}>
      <HiddenField name="key" value={randomUUID()} />
      {Object.entries(asText(draft)).map(([name, value]) => (
        <HiddenField key={name} name={name} value={value} />
      ))}
      <section className="sheet grid gap-3.5 p-4">
        <TextField
          name="effectiveOn"
          label={t("effectiveOn")}
          hint={t("effectiveOnHint")}
          type="date"
          value={firstDay(addMonths(monthOfDay(since), 1))}
          required
          className="max-w-60"
        />
        <TextArea name="source" label={t("sourceTitle")} hint={t("sourceHint")} required />
      </section>
    </Form>
  );
}
