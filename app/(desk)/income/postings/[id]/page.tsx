import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { HiddenField, TextField } from "#app/_components/fields.tsx";
import { Form } from "#app/_components/form.tsx";
import { monthName } from "#app/_components/month-name.ts";
import { PageHead } from "#app/_components/page-head.tsx";
import { context } from "#app/_server/visitor.ts";
import { postingOf } from "#lib/income/ledger.ts";
import { formatFen } from "#lib/money.ts";
import { reversePosting } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("reverseTitle") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await context("income.reverse");
  const t = await getTranslations();
  const posting = await postingOf(ctx, Number((await params).id) || 0);
  if (!posting) notFound();
  const english = (await getLocale()) === "en";
  const back = `/income/postings?node=${posting.villageCode}`;
  const undone = posting.reversesId !== null || posting.reversedById !== null;
  const rows: [string, string][] = [
    [t("income.monthOf"), await monthName(posting.month)],
    [t("income.account"), `${posting.accountCode} ${english ? posting.accountNameEn : posting.accountName}`],
    [t("income.amount"), t("village.yuan", { amount: formatFen(posting.amountFen) })],
    [t("income.note"), posting.note || t("app.none")],
    [t("income.enteredBy"), posting.personName],
  ];
  return (
    <>
      <PageHead
        title={t("income.reverseOf", { village: posting.village, id: posting.id })}
        crumbs={[
          { name: t("income.title"), href: "/income" },
          { name: t("income.ledger"), href: back },
        ]}
      />
      <section className="sheet grid max-w-2xl gap-5 p-5 max-phone:p-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
          {rows.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-ink-2">{label}</dt>
              <dd className="font-medium">{value}</dd>
            </div>
          ))}
        </dl>
        {undone ? (
          <p className="rounded bg-warn-bg px-3 py-2 text-warn">
            {t(posting.reversesId !== null ? "refused.income.isReversal" : "refused.income.alreadyReversed")}
          </p>
        ) : (
          <Form action={reversePosting} submitLabel={t("income.reverseAmount", { amount: formatFen(posting.amountFen) })} cancelTo={back}>
            <p className="note mb-3">{t("income.reverseHint")}</p>
            <HiddenField name="postingId" value={posting.id} />
            <HiddenField name="key" value={crypto.randomUUID()} />
            <TextField name="reason" label={t("income.reverseReason")} required />
          </Form>
        )}
      </section>
    </>
  );
}
