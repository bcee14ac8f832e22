import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { reversePosting } from "#app/(desk)/income/actions.ts";
import { may } from "#lib/access/policy.ts";
import { formatFen } from "#lib/core/money.ts";
import { evidenceOf } from "#lib/income/queries/evidence.ts";
import { postingOf } from "#lib/income/queries/income-ledger.ts";
import { Particulars } from "./sections/particulars.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("detail") };
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

/**
 * One posting: what it says, what it rests on, who entered it and when, whether it counts yet; and the way to
 * take it back.
 */
export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("income.read", query, "all");
  const t = await getTranslations();
  const posting = await postingOf(ctx, Number((await params).id) || 0);
  if (!posting) notFound();
  const undone = posting.reversesId !== null || posting.reversedById !== null;
  const mayReverse = !undone && may(ctx.actor, "income.reverse", { divisionCode: posting.villageCode });
  const ledger = incomeLedger(posting.villageCode);
  return (
    <>
      <PageHead
        title={t("posting.title", { village: posting.village, id: posting.id })}
        crumbs={[
          { name: t("income.title"), href: "/income" },
          { name: t("income.ledger"), href: ledger },
        ]}
        day={{ path: `/income/postings/${posting.id}`, query }}
      />
      <div className="grid items-start gap-3.5 xl:grid-cols-2">
        <Particulars
          posting={posting}
          evidence={await evidenceOf(ctx, posting)}
          auditor={may(ctx.actor, "audit.read")}
        />
        {undone && (
          <p className="rounded bg-warn-bg px-3 py-2 text-warn">
            {t(posting.reversesId !== null ? "refused.income.isReversal" : "refused.income.alreadyReversed")}
          </p>
        )}
        {mayReverse && (
          <section id="reverse" className="sheet no-print p-5 max-phone:p-4">
            <h2 className="mb-2">{t("income.reverseTitle")}</h2>
            <Form
              action={reversePosting}
              submitLabel={t("income.reverseAmount", { amount: formatFen(posting.amountFen) })}
              cancelTo={ledger}
            >
              <p className="note mb-3">{t("income.reverseHint")}</p>
              <HiddenField name="postingId" value={posting.id} />
              <HiddenField name="key" value={crypto.randomUUID()} />
              <TextField name="reason" label={t("income.reverseReason")} required />
            </Form>
          </section>
        )}
      </div>
    </>
  );
}
