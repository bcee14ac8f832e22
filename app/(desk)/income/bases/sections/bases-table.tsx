import { getLocale } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { type Column, Table } from "#app/_ui/table.tsx";
import { incomeBases } from "#db/schema/income.ts";
import type { regimesOf } from "#lib/income/queries/regimes.ts";
import { kindsCounted } from "#lib/views/basis.ts";

type Regimes = Awaited<ReturnType<typeof regimesOf>>;
type Basis = (typeof incomeBases)[number];

/** Each basis: how it counts, and by which accounts of each regime. */
export async function BasesTable({ regimes }: { regimes: Regimes }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  return (
    <section className="sheet mb-3.5 overflow-hidden">
      <div className="sheet-head pb-2">
        <h2>{t("regime.bases")}</h2>
      </div>
      <Table
        label={t("regime.bases")}
        rows={incomeBases}
        rowKey={(basis) => basis}
        row={(basis) => ({ id: basis, className: "align-top" })}
        columns={[
          {
            kind: "name",
            head: t("regime.basis"),
            look: "whitespace-nowrap",
            cell: (basis) => t(`view.${basis}`),
          },
          {
            head: t("regime.how"),
            look: "min-w-52 whitespace-normal",
            cell: (basis) => t(`view.${basis}How`),
          },
          ...regimes.map(
            (regime): Column<Basis> => ({
              head: t("regime.formula", { from: regime.fromOn }),
              look: "min-w-60 whitespace-normal text-ink-2",
              cell: (basis) => {
                const { adds, takes } = formulaOf(regime.accounts, basis, english);
                return (
                  <>
                    {adds.join(" + ")}
                    {takes.length > 0 && ` − ${takes.join(" − ")}`}
                    {basis === "recurring" && <span className="block">{t("regime.oneOff")}</span>}
                  </>
                );
              },
            }),
          ),
        ]}
      />
      <p className="note px-4 py-3">{t("regime.targets")}</p>
    </section>
  );
}

const costs = ["cost", "administration"];

/** What adds to a basis's income and what is taken from it, of one regime. */
function formulaOf(accounts: Regimes[number]["accounts"], basis: Basis, english: boolean) {
  const counted = accounts.filter(({ kind }) => (kindsCounted[basis] as readonly string[]).includes(kind));
  const named = (side: typeof counted) =>
    side.map(({ code, name, nameEn }) => `${code} ${english ? nameEn : name}`);
  return {
    adds: named(counted.filter(({ kind }) => !costs.includes(kind))),
    takes: named(counted.filter(({ kind }) => costs.includes(kind))),
  };
}
