import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { regimesOf } from "#lib/income/queries/regimes.ts";

type Regime = Awaited<ReturnType<typeof regimesOf>>[number];

/** A regime's accounts: what each counts as, and where its money stands in the other regime. */
export async function RegimeTable({ regime, english }: { regime: Regime; english: boolean }) {
  const t = await getTranslations();
  const nameOf = (account: { code: string; name: string; nameEn: string }) =>
    `${account.code} ${english ? account.nameEn : account.name}`;
  return (
    <section className="sheet overflow-hidden" id={`regime-${regime.key}`}>
      <div className="sheet-head pb-2">
        <h2 lang={english ? "zh-CN" : undefined}>
          {regime.name} <small className="font-normal text-ink-2">{regime.document}</small>
        </h2>
        <span className="note">
          {regime.toOn
            ? t("regime.regimeOf", { from: regime.fromOn, to: regime.toOn })
            : t("regime.regimeFrom", { from: regime.fromOn })}
        </span>
      </div>
      <div className="table-scroll">
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col">{t("regime.account")}</th>
              <th scope="col">{t("regime.counts")}</th>
              <th scope="col">{t("regime.goes")}</th>
            </tr>
          </thead>
          <tbody>
            {regime.accounts.map((account) => (
              <tr key={account.id} className="align-top">
                <th scope="row" className="whitespace-normal">
                  {nameOf(account)}
                  {account.mayBeNegative && (
                    <small className="ml-1.5 font-normal text-ink-3">{t("regime.negative")}</small>
                  )}
                </th>
                <td
                  className={
                    account.kind === "operating"
                      ? "text-ok"
                      : account.kind === "never"
                        ? "text-bad"
                        : "text-ink-2"
                  }
                >
                  {account.kind === "never" ? `✕ ${t("regime.never")}` : t(`income.kinds.${account.kind}`)}
                </td>
                <td className="min-w-44 whitespace-normal text-ink-2">
                  {account.ways.length === 0 && t("regime.nowhere")}
                  {account.ways.map((way) => {
                    const part = english ? way.partEn : way.part;
                    const name = nameOf(way.account);
                    return (
                      <span key={`${way.account.id} ${part}`} className="block">
                        {part ? t("regime.partOf", { account: name, part }) : name}
                      </span>
                    );
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
