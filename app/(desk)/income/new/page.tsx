import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { context } from "#app/_server/session/session.ts";
import { monthName } from "#app/_ui/month-name.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { today } from "#lib/core/context.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { askedTown } from "../sections/asked.ts";
import { PostingForm } from "./sections/posting-form.tsx";
import { ReceiptHint } from "./sections/receipt-hint.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("postOne") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const ctx = await context("income.post");
  const query = await searchParams;
  const t = await getTranslations();
  const { town, ...months } = await askedTown(ctx, query);
  const { month } = months;
  if (!town) notFound();
  const grid = await incomeGrid(ctx, town.id, month);
  const projects = await projectLights(ctx.db, town, today(ctx));
  const back = `/income?town=${town.id}&month=${month}`;
  return (
    <>
      <PageHead
        title={t("income.postOne")}
        crumbs={[
          { name: t("income.title"), href: back },
          { name: town.shortName },
          { name: await monthName(month) },
        ]}
      >
        <MonthStep
          {...months}
          to={(when) => `/income/new?town=${town.id}&month=${when}`}
          first={firstMonth}
          last={months.thisMonth}
        />
      </PageHead>
      {may(ctx.actor, "income.apportion") && <ReceiptHint town={town} month={month} />}
      <PostingForm town={town} month={month} village={one(query.village)} grid={grid} projects={projects} />
    </>
  );
}
