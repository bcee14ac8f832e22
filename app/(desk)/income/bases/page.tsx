import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { incomeBases } from "#db/schema/income.ts";
import { regimesOf } from "#lib/income/queries/regimes.ts";
import { kindsCounted } from "#lib/views/basis.ts";
import { RegimeTable } from "./sections/regime-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("regime"))("title") };
}

/** 口径与科目: by which rules income counts, and by which accounts of which regime. */
export default async function Page() {
  const regimes = await regimesOf(await context("rule.read"));
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const nameOf = (account: { code: string; name: string; nameEn: string }) =>
    `${account.code} ${english ? account.nameEn : account.name}`;
  /** What adds to a basis's income and what is taken from it, of one regime. */
  const formula = (accounts: (typeof regimes)[number]["accounts"], basis: (typeof incomeBases)[number]) => {
    const costs = ["cost", "administration"];
    const counted = accounts.filter((account) =>
      (kindsCounted[basis] as readonly string[]).includes(account.kind),
    );
    const sides = [
      counted.filter(({ kind }) => !costs.includes(kind)),
      counted.filter(({ kind }) => costs.includes(kind)),
    ];
    return sides.map((side) => side.map(nameOf));
  };
  return (
    <>
      <PageHead title={t("regime.title")} crumbs={[{ name: t("income.title"), href: "/income" }]} />
      <p className="mb-3 max-w-3xl text-ink-2">{t("regime.lead")}</p>
      <section className="sheet mb-3.5 overflow-hidden">
        <div className="sheet-head pb-2">
          <h2>{t("regime.bases")}</h2>
        </div>
        <div className="table-scroll">
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("regime.basis")}</th>
                <th scope="col">{t("regime.how")}</th>
                {regimes.map((regime) => (
                  <th key={regime.id} scope="col">
                    {t("regime.formula", { from: regime.fromOn })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {incomeBases.map((basis) => (
                <tr key={basis} id={basis} className="align-top">
                  <th scope="row" className="whitespace-nowrap">
                    {t(`view.${basis}`)}
                  </th>
                  <td className="min-w-52 whitespace-normal">{t(`view.${basis}How`)}</td>
                  {regimes.map((regime) => {
                    const [adds = [], takes = []] = formula(regime.accounts, basis);
                    return (
                      <td key={regime.id} className="min-w-60 whitespace-normal text-ink-2">
                        {adds.join(" + ")}
                        {takes.length > 0 && ` − ${takes.join(" − ")}`}
                        {basis === "recurring" && <span className="block">{t("regime.oneOff")}</span>}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="note px-4 py-3">{t("regime.targets")}</p>
      </section>
      <div className="grid items-start gap-3.5 xl:grid-cols-2">
        {regimes.map((regime) => (
          <RegimeTable key={regime.id} regime={regime} english={english} />
        ))}
      </div>
      <p className="note mt-3 max-w-3xl">{t("regime.sources")}</p>
    </>
  );
}
