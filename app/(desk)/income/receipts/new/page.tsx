import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { apportion } from "#app/(desk)/income/actions.ts";
import { accountChoices } from "#app/(desk)/income/sections/account-choices.ts";
import { askedTown } from "#app/(desk)/income/sections/asked.ts";
import { today } from "#lib/core/context.ts";
import { divisionById, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { clustersWithin } from "#lib/income/queries/receipts.ts";
import { dueUpTo } from "#lib/periods/queries/month-at-work.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { ReceiptFields } from "./sections/receipt-fields.tsx";
import { receiptWords } from "./sections/words.ts";

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
  const named = await naming();
  const townName = new Map(towns.map((each) => [each.id, named(each.shortName)]));
  const back = `/income/receipts?node=${town.code}`;
  const clusters = await clustersWithin(ctx);
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
      <section className="sheet max-w-5xl p-5 max-phone:p-4">
        <Form
          action={apportion}
          draft={`receipt-${town.id}`}
          submitLabel={t("receipt.submit")}
          cancelTo={back}
        >
          <HiddenField name="key" value={crypto.randomUUID()} />
          <ReceiptFields
            town={String(town.id)}
            towns={towns.map((each) => ({ value: String(each.id), label: named(each.shortName) }))}
            fromMonth={month}
            thisMonth={await dueUpTo(ctx.db, ctx)}
            today={today(ctx)}
            villages={villages.map((village) => ({
              id: village.id,
              code: village.code,
              name: named(village.shortName),
              town: towns.length > 1 ? (townName.get(village.parentId ?? 0) ?? "") : "",
            }))}
            accounts={await accountChoices([...coming, ...never])}
            projects={projects.map(({ id, number, name, villages: of }) => ({
              id,
              name: `${number} ${name}`,
              shares: of.map(({ villageId, shareBp }) => ({ villageId, shareBp })),
            }))}
            clusters={clusters.map(({ id, name, villages: members }) => ({
              id,
              name,
              members: members.map((each) => each.villageId),
            }))}
            splits={Object.fromEntries(
              (["none", "project", "cluster", "given"] as const)
                .filter((split) => split !== "cluster" || clusters.length > 0)
                .map((split) => [split, t(`receipt.splits.${split}`)]),
            )}
            words={await wordsFor(receiptWords)}
          />
        </Form>
      </section>
    </>
  );
}
