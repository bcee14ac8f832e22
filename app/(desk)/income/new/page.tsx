import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { monthName } from "#app/_ui/month-name.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { today } from "#lib/core/context.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { postOne } from "../actions.ts";
import { accountChoices } from "../sections/account-choices.ts";
import { askedTown } from "../sections/asked.ts";
import { PostingFields } from "./sections/posting-fields.tsx";
import { postingWords } from "./sections/words.ts";

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
  const named = await naming();
  const projects = await projectLights(ctx.db, town, today(ctx));
  const back = `/income?town=${town.id}&month=${month}`;
  const accounts = await accountChoices([...grid.accounts, ...grid.never]);
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
      {may(ctx.actor, "income.apportion") && (
        <p className="mb-3 max-w-3xl text-[13px] text-ink-2">
          {t("receipt.intro")}{" "}
          <Link className="link underline" href={`/income/receipts/new?town=${town.id}&month=${month}`}>
            {t("receipt.new")}
          </Link>
        </p>
      )}
      <section className="sheet max-w-3xl p-5 max-phone:p-4">
        <Form
          action={postOne}
          draft={`income-one-${town.id}-${month}`}
          submitLabel={t("income.post")}
          cancelTo={back}
        >
          <HiddenField name="townId" value={town.id} />
          <HiddenField name="month" value={month} />
          <HiddenField name="key" value={crypto.randomUUID()} />
          <PostingFields
            village={one(query.village)}
            villages={grid.villages.map(({ id, name }) => ({ id, name: named(name) }))}
            accounts={accounts}
            usual={Object.fromEntries(
              grid.villages.flatMap((each) =>
                each.cells.map((cell) => [`${each.id}.${cell.accountId}`, cell.usual] as const),
              ),
            )}
            projects={projects.map(({ id, number, name, villages }) => ({
              id,
              name: `${number} ${name}`,
              villageIds: villages.map((each) => each.villageId),
            }))}
            words={await wordsFor(postingWords)}
          />
        </Form>
      </section>
    </>
  );
}
