import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { withdraw } from "#app/(desk)/income/actions.ts";
import { ReceiptCard } from "#app/(desk)/income/receipts/sections/receipt-card.tsx";
import { formatFen } from "#lib/core/money.ts";
import { receiptOf } from "#lib/income/queries/receipts.ts";
import { withdrawnFrom } from "#lib/income/rules/schedule.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("verb"))("income.withdraw") };
}

/** 撤回: a receipt taken back from a month on; each choice says what it reverses and what no longer comes. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await context("income.withdraw");
  const t = await getTranslations();
  const receipt = await orNotFound(receiptOf(ctx, Number((await params).id) || 0));
  const left = receipt.portions.filter((portion) => portion.state !== "withdrawn");
  if (left.length === 0) notFound();
  const months = [...new Set(left.map((portion) => portion.month))];
  const choices = months.map((month) => {
    const { reversed, dropped } = withdrawnFrom(receipt.portions, month);
    const label = t("receipt.withdrawChoice", {
      month,
      whole: month === receipt.fromMonth ? "yes" : "no",
      reversed: reversed.count,
      reversedAmount: formatFen(reversed.amountFen),
      dropped: dropped.count,
      droppedAmount: formatFen(dropped.amountFen),
    });
    return { value: month, label };
  });
  const back = `/income/receipts?receipt=${receipt.id}#r${receipt.id}`;
  return (
    <>
      <PageHead
        title={t("receipt.withdrawTitle", { id: receipt.id })}
        crumbs={[{ name: t("receipt.title"), href: back }]}
      />
      <section className="sheet mb-3.5 max-w-3xl p-5 max-phone:p-4">
        <p className="mb-3 text-ink-2">{t("receipt.withdrawHint")}</p>
        <Form action={withdraw} submitLabel={t("receipt.withdrawSubmit", { id: receipt.id })} cancelTo={back}>
          <HiddenField name="receiptId" value={receipt.id} />
          <HiddenField name="key" value={crypto.randomUUID()} />
          <div className="grid gap-3">
            <SelectField
              name="fromMonth"
              label={t("receipt.withdrawFrom")}
              required
              empty={t("form.choose")}
              choices={choices}
            />
            <TextField name="reason" label={t("receipt.withdrawReason")} required />
          </div>
        </Form>
      </section>
      <ReceiptCard receipt={receipt} ctx={ctx} open={false} alone />
    </>
  );
}
