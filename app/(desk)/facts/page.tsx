import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { factsOf } from "#lib/facts/queries/facts.ts";
import { ThemeFacts } from "./sections/theme-facts.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("facts") };
}

export default async function Page() {
  const ctx = await context("facts.read");
  const t = await getTranslations();
  const themes = [...Map.groupBy(await factsOf(ctx), (fact) => fact.theme)];
  return (
    <>
      <PageHead title={t("nav.facts")} />
      {themes.length > 0 && <p className="mb-4 max-w-[76ch] text-ink-2">{t("facts.intro")}</p>}
      {themes.length === 0 && (
        <div className="sheet">
          <Empty why="none" />
          <p className="note px-4 pb-4 text-center">{t("facts.elsewhere")}</p>
        </div>
      )}
      <div className="gap-4 lg:columns-2">
        {themes.map(([theme, facts]) => (
          <ThemeFacts key={theme} theme={theme} facts={facts} />
        ))}
      </div>
    </>
  );
}
