import { getLocale } from "next-intl/server";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { stages } from "#db/schema/funding.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { districtInput } from "#lib/facts/queries/district-input.ts";

/**
 * What the district put in, as it is recorded here, stage by stage, beside what the article says of it, in
 * its own words. Two figures of two sources: nothing is reckoned between them. Nothing where the article does
 * not speak of the place and year.
 */
export async function DistrictInput({ ctx, node, year }: { ctx: Ctx; node: Division; year: number }) {
  const input = await districtInput(ctx, node, year);
  if (!input) return null;
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const { ours, waiting, approvedOnly, fact } = input;
  return (
    <section className="sheet keep">
      <div className="sheet-head mb-2">
        <h2>{t("funding.input.title", { year: String(year) })}</h2>
        <span className="note">{t("funding.input.note")}</span>
      </div>
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
        <div>
          <h3 className="text-[13px] font-semibold">{t("funding.input.ours")}</h3>
          <p className="note mb-1">
            {t("funding.input.oursNote", {
              year: String(year),
              rows: t(approvedOnly ? "view.approved" : "view.all"),
            })}{" "}
            · {t(`unit.${await unitOf()}`)}
          </p>
          <dl className="grid grid-cols-[auto_auto] justify-start gap-x-6 gap-y-0.5">
            {stages.map((stage) => (
              <div key={stage} className="contents">
                <dt className="text-ink-2">{t(`funding.stage.${stage}`)}</dt>
                <dd className="num">
                  <Link
                    href={`/funding/postings?source=district&year=${year}&stage=${stage}&node=${node.code}`}
                  >
                    <Money fen={ours[stage]} />
                  </Link>
                  {waiting && waiting[stage] !== 0 && (
                    <Link
                      className="ml-2 text-[13px] text-ink-2"
                      href={`/funding/postings?source=district&year=${year}&stage=${stage}&node=${node.code}&approvedOnly=false`}
                    >
                      {t("funding.input.waiting")} <Money fen={waiting[stage]} />
                    </Link>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </div>
        <div>
          <h3 className="text-[13px] font-semibold">{t("funding.input.article")}</h3>
          <p className="note mb-1">{english ? fact.titleEn : fact.title}</p>
          <p className="text-[17px] font-semibold">
            <Link href="/facts">{english ? fact.valueEn : fact.value}</Link>
          </p>
          <p className="text-[13px] text-ink-2">{english ? fact.qualifierEn : fact.qualifier}</p>
          <p className="text-[13px] text-ink-3">
            {t("funding.input.quote")} <q lang="zh-CN">{fact.quote}</q>
          </p>
        </div>
      </div>
    </section>
  );
}
