import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import { today } from "#lib/core/context.ts";
import { laterOf } from "#lib/core/dates.ts";
import { invalidKey } from "#lib/core/message-keys.ts";
import { DraftRule } from "#lib/projects/input.ts";
import { publishedRules } from "#lib/projects/queries/thresholds.ts";
import { rulePreview } from "#lib/projects/queries/thresholds-preview.ts";
import { numbersOf, type RuleNumbers, thresholdsOf } from "#lib/projects/rules/thresholds.ts";
import { Sentences } from "../sections/rule-in-words.tsx";
import { NumbersForm } from "./sections/numbers-form.tsx";
import { Preview } from "./sections/preview.tsx";
import { Publishing } from "./sections/publishing.tsx";
import { asText, typed } from "./sections/typed-numbers.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rules"))("set") };
}

/**
 * 修订亮灯规则: numbers first, then what they would change, then from when and on what ground. Each step is an
 * address.
 */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await context("rule.set");
  const t = await getTranslations("rules");
  const [newest] = await publishedRules(ctx);
  if (!newest) throw new Error("No light rule was ever published");
  const asked = one(query.look) ? DraftRule.safeParse(typed(query)) : undefined;
  const draft = asked?.success ? asked.data : undefined;
  const problems =
    asked?.error?.issues.map((issue) => ({
      field: issue.path[0] as keyof RuleNumbers,
      key: invalidKey(issue.message),
    })) ?? [];
  return (
    <>
      <PageHead title={t("set")} crumbs={[{ name: t("title"), href: "/rules" }]} />
      <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-3.5">
        <NumbersForm
          values={one(query.look) ? typed(query) : asText(numbersOf(newest.thresholds))}
          problems={problems}
        />
        {draft && (
          <>
            <section className="sheet px-4 py-3.5" aria-labelledby="inWords">
              <h2 id="inWords" className="mb-2">
                {t("inWords")}
              </h2>
              <Sentences thresholds={thresholdsOf(draft)} />
            </section>
            <Preview preview={await rulePreview(ctx, thresholdsOf(draft))} on={today(ctx)} />
            <Publishing draft={draft} since={laterOf(today(ctx), newest.effectiveOn)} />
          </>
        )}
      </div>
    </>
  );
}
