import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { saveTarget } from "#app/(desk)/villages/actions.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { yuanText } from "#lib/core/money.ts";
import { villageCard } from "#lib/income/queries/village-card.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { Targets } from "../sections/targets.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("village"))("setTarget") };
}

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}) {
  const ctx = await context("target.set");
  const t = await getTranslations();
  const asked = Number(one((await searchParams).year));
  const year = asked >= 2000 && asked <= 2100 ? asked : yearOfMonth(await monthAtWork(ctx));
  const card = await orNotFound(villageCard(ctx, Number((await params).id) || 0, year));
  const back = `/villages/${card.village.id}?year=${year}`;
  return (
    <>
      <PageHead
        title={t("village.targetTitle", { village: card.village.shortName, year })}
        crumbs={[
          { name: t("village.title"), href: "/villages" },
          { name: card.village.shortName, href: back },
        ]}
      />
      <div className="grid max-w-4xl items-start gap-4 md:grid-cols-[3fr_2fr]">
        <section className="sheet p-5 max-phone:p-4">
          <Form
            action={saveTarget}
            draft={`target-${card.village.id}-${year}`}
            cancelTo={back}
            className="grid gap-4"
          >
            <HiddenField name="villageId" value={card.village.id} />
            <HiddenField name="year" value={year} />
            <HiddenField name="version" value={card.targets[0]?.revision ?? 0} />
            <HiddenField name="key" value={crypto.randomUUID()} />
            <TextField
              name="amountFen"
              label={t("village.target")}
              required
              inputMode="decimal"
              value={yuanText(card.targetFen)}
              suffix={t("unit.yuan")}
              hint={t("income.amountHint")}
            />
            <TextField name="reason" label={t("village.targetReason")} required />
          </Form>
        </section>
        <Targets card={card} />
      </div>
    </>
  );
}
