import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { holdersOf } from "#lib/people/queries/duties.ts";
import { doorOf } from "#lib/people/queries/sign-in-rules.ts";
import { Rules } from "./sections/sign-in-fields.tsx";
import { Duties } from "./sections/three-duties.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("door") };
}

/** How people come in: the rules of keys, and who keeps what. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("door.set");
  const root = await rootOf(ctx.db);
  if (!root || !may(ctx.actor, "door.set", { divisionCode: root.code })) forbidden();
  const t = await getTranslations("door");
  const door = await doorOf(ctx.db);
  return (
    <>
      <PageHead title={t("title")} done={(await searchParams).done} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Rules door={door} />
        <Duties holders={await holdersOf(ctx.db, root)} door={door} />
      </div>
    </>
  );
}
