import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { HandoverCard } from "#app/_parts/people/handover-card.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { handedOver } from "#app/_server/session/handover.ts";
import { context } from "#app/_server/session/session.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { personOf } from "#lib/people/queries/people.ts";
import { AccountForm } from "./sections/account-form.tsx";
import { AccountHistory } from "./sections/account-history.tsx";
import { AccountState } from "./sections/account-state.tsx";
import { Awaited } from "./sections/awaited.tsx";
import { Keys } from "./sections/keys.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("people") };
}

export default async function Page({ params, searchParams }: Props) {
  const ctx = await context("person.read");
  const person = await orNotFound(personOf(ctx, Number((await params).id) || 0));
  const t = await getTranslations();
  const handover = await handedOver();
  const awaited = person.disabledAt ? undefined : person.awaited;
  const history = await historyOf(ctx, { type: "person", id: person.id });
  return (
    <>
      <PageHead
        title={person.username}
        crumbs={[{ name: t("people.title"), href: "/admin/people" }]}
        done={(await searchParams).done}
      >
        <AccountState person={person} />
      </PageHead>
      {handover && (
        <div className="mb-4 max-w-2xl">
          <HandoverCard handover={handover} kind="password" />
        </div>
      )}
      {awaited && <Awaited ctx={ctx} person={person} request={awaited} />}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <AccountForm ctx={ctx} person={person} />
        <div className="grid gap-4">
          {person.id === ctx.actor.id ? (
            <p className="sheet p-5 text-ink-2">{t("people.own")}</p>
          ) : (
            <Keys ctx={ctx} person={person} />
          )}
        </div>
        <AccountHistory events={history} />
      </div>
    </>
  );
}
