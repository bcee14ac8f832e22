import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { type Fact, factsOf } from "#lib/facts/queries/facts.ts";

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
          <section
            key={theme}
            aria-labelledby={`theme-${theme}`}
            className="sheet mb-4 break-inside-avoid px-4 py-3.5"
          >
            <h2 id={`theme-${theme}`}>{knownWord(t, `facts.theme.${theme}`) ?? theme}</h2>
            <dl>
              {facts
                .filter((fact) => !fact.open)
                .map((fact) => (
                  <FactLine key={fact.key} fact={fact} />
                ))}
            </dl>
            <OpenSlots facts={facts.filter((fact) => fact.open)} />
          </section>
        ))}
      </div>
    </>
  );
}

async function FactLine({ fact }: { fact: Fact }) {
  const t = await getTranslations("facts");
  const words = inLanguage(fact, await getLocale());
  return (
    <div className="border-b border-line py-2.5 last:border-b-0 last:pb-0 sm:grid sm:grid-cols-[12em_1fr] sm:gap-x-4">
      <dt className="text-ink-2">
        {words.title}
        {fact.restricted && (
          <span className="mt-1 block w-fit rounded bg-warn-bg px-1.5 text-xs text-warn">
            {t("restricted")}
          </span>
        )}
      </dt>
      <dd>
        <p className="text-[15px] font-semibold">{words.value}</p>
        {words.qualifier && <p className="text-[13px] text-ink-2">{words.qualifier}</p>}
        {fact.quote && (
          <p className="text-[13px] text-ink-3">
            {t("quote")} <q lang="zh-CN">{fact.quote}</q>
          </p>
        )}
      </dd>
    </div>
  );
}

/** What the source leaves open stays visibly empty, so that nobody takes a guess for a fact. */
async function OpenSlots({ facts }: { facts: Fact[] }) {
  if (facts.length === 0) return null;
  const locale = await getLocale();
  return (
    <ul className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(112px,1fr))] gap-2">
      {facts.map((fact) => {
        const { title, value } = inLanguage(fact, locale);
        return (
          <li key={fact.key} className="rounded-md border border-dashed border-line-strong px-3 py-1.5">
            <span className="block">{title}</span>
            <span className="block text-xs text-ink-3">{value}</span>
          </li>
        );
      })}
    </ul>
  );
}

const inLanguage = (fact: Fact, locale: string) =>
  locale === "en"
    ? { title: fact.titleEn, value: fact.valueEn, qualifier: fact.qualifierEn }
    : { title: fact.title, value: fact.value, qualifier: fact.qualifier };
