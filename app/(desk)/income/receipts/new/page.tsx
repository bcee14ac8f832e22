import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { accountChoices } from "#app/(desk)/income/sections/account-choices.ts";
import { askedTown } from "#app/(desk)/income/sections/asked.ts";
import { today } from "#lib/core/context.ts";
import { divisionById, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { clustersWithin } from "#lib/income/queries/receipts.ts";
import { dueUpTo } from "#lib/periods/queries/month-at-work.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { ReceiptForm } from "./sections/receipt-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("receipt"))("new") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("income.apportion");
  const query = await searchParams;
  const t = await getTranslations();
  const { towns, town, month } = await askedTown(ctx, query);
  if (!town) notFound();
  const { accounts, never } = await incomeGrid(ctx, town.id, month);
  const villages = await divisionsWithin(ctx.db, ctx.actor, "village");
  const projects = await projectLights(
    ctx.db,
    await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id),
    today(ctx),
  );
  const back = `/income/receipts?node=${town.code}`;
  const coming = accounts.filter((account) => ["operating", "subsidy", "other"].includes(account.kind));
  return (
    <>
      <PageHead
        title={t("receipt.new")}
        crumbs={[
          { name: t("income.title"), href: `/income?town=${town.id}` },
          { name: t("receipt.title"), href: back },
        ]}
      />
      <p className="mb-3 max-w-3xl text-ink-2">{t("receipt.intro")}</p>
      <ReceiptForm
        town={town}
        towns={towns}
        month={month}
        thisMonth={await dueUpTo(ctx.db, ctx)}
        today={today(ctx)}
        villages={villages}
        accounts={await accountChoices([...coming, ...never])}
        projects={projects}
        clusters={await clustersWithin(ctx)}
      />
    </>
  );
}
