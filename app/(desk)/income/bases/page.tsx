import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { regimesOf } from "#lib/income/queries/regimes.ts";
import { BasesTable } from "./sections/bases-table.tsx";
import { RegimeTable } from "./sections/regime-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("regime"))("title") };
}

/** 口径与科目: by which rules income counts, and by which accounts of which regime. */
export default async function Page() {
  const regimes = await regimesOf(await context("rule.read"));
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  return (
    <>
      <PageHead title={t("regime.title")} crumbs={[{ name: t("income.title"), href: "/income" }]} />
      <p className="mb-3 max-w-3xl text-ink-2">{t("regime.lead")}</p>
      <BasesTable regimes={regimes} />
      <div className="grid items-start gap-3.5 xl:grid-cols-2">
        {regimes.map((regime) => (
          <RegimeTable key={regime.id} regime={regime} english={english} />
        ))}
      </div>
      <p className="note mt-3 max-w-3xl">{t("regime.sources")}</p>
    </>
  );
}
