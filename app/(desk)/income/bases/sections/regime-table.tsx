import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
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
      <Table
        label={`${regime.name} ${regime.document}`}
        rows={regime.accounts}
        rowKey={({ id }) => id}
        row={() => ({ className: "align-top" })}
        columns={[
          {
            kind: "name",
            head: t("regime.account"),
            look: "whitespace-normal",
            cell: (account) => (
              <>
                {nameOf(account)}
                {account.mayBeNegative && (
                  <small className="ml-1.5 font-normal text-ink-3">{t("regime.negative")}</small>
                )}
              </>
            ),
          },
          {
            head: t("regime.counts"),
            look: ({ kind }) =>
              kind === "operating" ? "text-ok" : kind === "never" ? "text-bad" : "text-ink-2",
            cell: ({ kind }) => (kind === "never" ? `✕ ${t("regime.never")}` : t(`income.kinds.${kind}`)),
          },
          {
            head: t("regime.goes"),
            look: "min-w-44 whitespace-normal text-ink-2",
            cell: ({ ways }) => (
              <>
                {ways.length === 0 && t("regime.nowhere")}
                {ways.map((way) => {
                  const part = english ? way.partEn : way.part;
                  const name = nameOf(way.account);
                  return (
                    <span key={`${way.account.id} ${part}`} className="block">
                      {part ? t("regime.partOf", { account: name, part }) : name}
                    </span>
                  );
                })}
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
