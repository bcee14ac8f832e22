import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea } from "#app/_ui/form-fields.tsx";
import { reverse } from "#app/(desk)/funding/actions.ts";
import { formatFen } from "#lib/core/money.ts";
import type { LedgerRow } from "#lib/funding/queries/ledger.ts";

/** A posting is taken back by one of the opposite amount, with a reason. */
export async function Reversal({ posting }: { posting: LedgerRow }) {
  const t = await getTranslations("funding");
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-1">{t("reverse")}</h2>
      <p className="note mb-3">{t("reverseNote")}</p>
      <Form
        action={reverse}
        draft={`reverse-funding-${posting.id}`}
        submitLabel={t("reverseSubmit", { amount: formatFen(posting.amountFen) })}
        cancelTo={`/funding/postings?project=${posting.project.id}`}
      >
        <HiddenField name="postingId" value={posting.id} />
        <HiddenField name="key" value={randomUUID()} />
        <TextArea name="reason" label={t("reverseReason")} required rows={2} />
      </Form>
    </section>
  );
}
