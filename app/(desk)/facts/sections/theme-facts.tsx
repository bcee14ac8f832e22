import { getLocale } from "next-intl/server";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import type { Fact } from "#lib/facts/queries/facts.ts";

/** What is known of one theme, and what the source leaves open. */
export async function ThemeFacts({ theme, facts }: { theme: string; facts: Fact[] }) {
  const t = await getTranslations("facts");
  return (
    <section aria-labelledby={`theme-${theme}`} className="sheet mb-4 break-inside-avoid px-4 py-3.5">
      <h2 id={`theme-${theme}`}>{knownWord(t, `theme.${theme}`) ?? theme}</h2>
      <dl>
        {facts
          .filter((fact) => !fact.open)
          .map((fact) => (
            <FactLine key={fact.key} fact={fact} />
          ))}
      </dl>
      <OpenSlots facts={facts.filter((fact) => fact.open)} />
    </section>
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
