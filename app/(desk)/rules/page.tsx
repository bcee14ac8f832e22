import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { overridesIn } from "#lib/projects/queries/manual-lights.ts";
import { mayPublishRules, publishedRules } from "#lib/projects/queries/thresholds.ts";
import { Overrides } from "./sections/overrides.tsx";
import { RuleHistory } from "./sections/rule-history.tsx";
import { RuleInWords } from "./sections/rule-in-words.tsx";

type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("rules") };
}

/**
 * 亮灯规则: the rule in force in sentences, what it was and what is to come, and every light that was set by
 * hand.
 */
export default async function Page({ searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("rule.read", query, "all");
  const t = await getTranslations("rules");
  const rules = await publishedRules(ctx);
  const [coming, inForce] = [
    rules.filter((rule) => rule.state === "coming"),
    rules.find((rule) => rule.state === "inForce"),
  ];
  return (
    <>
      <PageHead title={t("title")} day={{ path: "/rules", query }} done={query.done}>
        {(await mayPublishRules(ctx)) && (
          <Link className="button button-primary no-print" href="/rules/new">
            {t("set")}
          </Link>
        )}
      </PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
          {[inForce, ...coming].flatMap((rule) => (rule ? [<RuleInWords key={rule.id} rule={rule} />] : []))}
        </div>
        <Overrides overrides={await overridesIn(ctx)} />
        <RuleHistory rules={rules} />
      </div>
    </>
  );
}
