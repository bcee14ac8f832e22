import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import { exceptionKinds } from "#db/schema/funding.ts";
import { may } from "#lib/access/policy.ts";
import { today } from "#lib/core/context.ts";
import { actsOn, assigneesOf } from "#lib/funding/queries/assignees.ts";
import { exceptionOf } from "#lib/funding/queries/exceptions.ts";
import { postingsBehind } from "#lib/funding/queries/ledger.ts";
import { mayExplain } from "#lib/funding/rules/assignee.ts";
import { Acts } from "./sections/acts.tsx";
import { Correct } from "./sections/correct.tsx";
import { ExceptionFacts } from "./sections/exception-facts.tsx";
import { Assign, Explain } from "./sections/explain-and-assign.tsx";
import { PostingsBehind } from "./sections/postings-behind.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exceptions"))("name") };
}

type Props = { params: Promise<{ kind: string }>; searchParams: Promise<Query> };

export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query, "all");
  const t = await getTranslations();
  const asked = (await params).kind;
  const kind = exceptionKinds.find((each) => each === asked) ?? notFound();
  const exception = await orNotFound(exceptionOf(ctx, kind, one(query.key) ?? ""));
  const { town, owner, key, figures } = exception;
  const at = { divisionCode: town.code };
  const open = kind !== "explained";
  const explainable = open && may(ctx.actor, "exception.explain", at) && mayExplain(ctx.actor, owner);
  const assignable = open && may(ctx.actor, "exception.assign", at);
  return (
    <>
      <PageHead
        title={t(`exceptions.kind.${kind}`)}
        crumbs={[
          { name: t("nav.funding"), href: "/funding" },
          { name: t("exceptions.name"), href: "/funding/exceptions" },
        ]}
        day={{ path: `/funding/exceptions/${kind}`, query }}
        done={query.done}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-2">
        <ExceptionFacts exception={exception} today={today(ctx)} />
        {explainable && <Explain exception={exception} />}
        {assignable && <Assign exception={exception} people={await assigneesOf(ctx, town.code)} />}
        {may(ctx.actor, "funding.post", at) && <Correct exception={exception} />}
        <PostingsBehind exception={exception} rows={await postingsBehind(ctx, exception)} />
        <Acts acts={await actsOn(ctx, { kind, key, figures })} />
      </div>
    </>
  );
}
