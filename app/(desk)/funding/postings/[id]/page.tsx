import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { History } from "#app/_parts/audit/history-list.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { reverse } from "#app/(desk)/funding/actions.ts";
import { valueInWords } from "#app/(desk)/funding/sections/in-words.ts";
import { Mark } from "#app/(desk)/funding/sections/ledger-table.tsx";
import { may } from "#lib/access/policy.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { fundingPosting, type LedgerRow } from "#lib/funding/queries/ledger.ts";
import { isTownsOwn } from "#lib/funding/rules/stage-order.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funding"))("posting") };
}

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query, "all");
  const t = await getTranslations();
  const posting = await orNotFound(fundingPosting(ctx, Number((await params).id) || 0));
  const history = await historyOf(ctx, { type: "funding", id: posting.id });
  const show = await valueInWords();
  const isTheirs = ctx.actor.role !== "town" || isTownsOwn(posting.stage, posting.source);
  const stands = posting.reversesId === null && posting.reversedById === null;
  const reversible =
    stands && isTheirs && may(ctx.actor, "funding.reverse", { divisionCode: posting.town.code });
  return (
    <>
      <PageHead
        title={t("funding.postingTitle", { id: posting.id })}
        crumbs={[
          { name: t("nav.funding"), href: "/funding" },
          { name: t("funding.ledger"), href: `/funding/postings?project=${posting.project.id}` },
          { name: String(posting.id) },
        ]}
        day={{ path: `/funding/postings/${posting.id}`, query }}
        done={query.done}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-2">
        <section className="sheet p-4">
          <Details posting={posting} />
        </section>
        {reversible && (
          <section className="sheet no-print p-4">
            <h2 className="mb-1">{t("funding.reverse")}</h2>
            <p className="note mb-3">{t("funding.reverseNote")}</p>
            <Form
              action={reverse}
              draft={`reverse-funding-${posting.id}`}
              submitLabel={t("funding.reverseSubmit", { amount: formatFen(posting.amountFen) })}
              cancelTo={`/funding/postings?project=${posting.project.id}`}
            >
              <HiddenField name="postingId" value={posting.id} />
              <HiddenField name="key" value={randomUUID()} />
              <TextArea name="reason" label={t("funding.reverseReason")} required rows={2} />
            </Form>
          </section>
        )}
        <section className="sheet lg:col-span-2">
          <div className="sheet-head">
            <h2>{t("app.history")}</h2>
          </div>
          <History
            events={history}
            fieldName={(field) => knownWord(t, `funding.field.${field}`)}
            show={show}
          />
        </section>
      </div>
    </>
  );
}

async function Details({ posting }: { posting: LedgerRow }) {
  const t = await getTranslations();
  const rows = [
    [
      t("funding.project"),
      <Link
        key="p"
        className="link"
        href={`/projects/${posting.project.id}`}
      >{`${posting.project.number} ${posting.project.name}`}</Link>,
    ],
    [t("level.town"), posting.town.name],
    [t("funding.stageLabel"), t(`funding.stage.${posting.stage}`)],
    [t("funding.sourceLabel"), t(`funding.source.${posting.source}`)],
    [t("funding.change.label"), t(`funding.movement.${posting.movement}`)],
    [t("funding.onDay"), posting.onDay],
    [t("funding.documentNo"), posting.documentNo || "—"],
    [t("funding.note"), posting.note || "—"],
    ...(posting.explanation
      ? [[t("funding.explanation"), <span key="e" className="text-warn">{`▲ ${posting.explanation}`}</span>]]
      : []),
    [t("funding.recordedBy"), `${posting.personName} · ${minuteOf(posting.recordedAt)}`],
    [t("export.column.provenance"), t(`export.provenance.${posting.provenance}`)],
  ] as const;
  return (
    <>
      <p className="kpi-number mb-1">
        <span className={posting.amountFen < 0 ? "text-bad" : undefined}>{formatFen(posting.amountFen)}</span>
        <small>{t("unit.yuan")}</small>
      </p>
      <p className="mb-3 text-[13px]">
        <Mark row={posting} />
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {rows.map(([label, value]) => (
          <div key={String(label)} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
