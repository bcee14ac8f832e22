import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { fundingPosting } from "#lib/funding/queries/ledger.ts";
import { isTownsOwn } from "#lib/funding/rules/stage-order.ts";
import { PostingDetails } from "./sections/posting-details.tsx";
import { PostingHistory } from "./sections/posting-history.tsx";
import { Reversal } from "./sections/reversal.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funding"))("posting") };
}

export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query, "all");
  const t = await getTranslations();
  const posting = await orNotFound(fundingPosting(ctx, Number((await params).id) || 0));
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
          <PostingDetails posting={posting} />
        </section>
        {reversible && <Reversal posting={posting} />}
        <PostingHistory events={await historyOf(ctx, { type: "funding", id: posting.id })} />
      </div>
    </>
  );
}
