import { getLocale } from "next-intl/server";
import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import type { incomeGrid } from "#lib/income/queries/grid.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { saveGrid } from "../actions.ts";
import { IncomeGrid } from "./income-grid.tsx";
import { gridWords } from "./words.ts";

export type Grid = Awaited<ReturnType<typeof incomeGrid>>;

const groupOf = {
  operating: "operating",
  subsidy: "subsidy",
  other: "subsidy",
  cost: "cost",
  administration: "cost",
  tax: "cost",
  welfare: "cost",
  otherCost: "cost",
  incomeTax: "cost",
  never: "cost",
} as const;

/** A town's month as a form, or as a table for those who only read it; below it what may never be entered. */
export async function MonthGrid({ grid, editable }: { grid: Grid; editable: boolean }) {
  const t = await getTranslations();
  const named = await naming();
  const english = (await getLocale()) === "en";
  const nameOf = (account: { name: string; nameEn: string }) => (english ? account.nameEn : account.name);
  const never = grid.never.map((account) => ({
    ...account,
    name: nameOf(account),
    why: english ? account.noteEn : account.note,
  }));
  const accounts = grid.accounts.map((account, at) => {
    const group = groupOf[account.kind];
    return {
      id: account.id,
      code: account.code,
      name: nameOf(account),
      kind: account.kind,
      operating: account.kind === "operating",
      mayBeNegative: account.mayBeNegative,
      group: t(`income.group.${group}`),
      first: at === 0 || groupOf[grid.accounts[at - 1]?.kind ?? "never"] !== group,
      span: grid.accounts.filter((each) => groupOf[each.kind] === group).length,
    };
  });
  const ledger = (village: { code: string }, code: string) =>
    incomeLedger(village.code, { from: grid.month, to: grid.month, account: code });
  const several = grid.villages.flatMap((village) =>
    village.cells
      .filter((cell) => cell.postings > 1)
      .map((cell) => [
        `${village.id}.${cell.accountId}`,
        ledger(village, accounts.find((each) => each.id === cell.accountId)?.code ?? ""),
      ]),
  );
  const words = {
    ...(await wordsFor(gridWords)),
    year: t("income.yearOperating", { year: grid.month.slice(0, 4) }),
  };
  const table = (
    <IncomeGrid
      editable={editable}
      townId={grid.town.id}
      month={grid.month}
      villages={grid.villages.map((village) => ({ ...village, name: named(village.name) }))}
      accounts={accounts}
      bands={grid.bands}
      tierNames={{
        ...Object.fromEntries(grid.bands.map((band) => [band.key, nameOf(band)])),
        [noData]: t("tier.noData"),
      }}
      words={words}
      ledgers={Object.fromEntries(several)}
    />
  );
  return (
    <>
      {editable ? (
        <Form
          action={saveGrid}
          draft={`income-${grid.town.id}-${grid.month}`}
          submitLabel={t("income.saveMonth")}
        >
          <HiddenField name="townId" value={grid.town.id} />
          <HiddenField name="month" value={grid.month} />
          <HiddenField name="key" value={crypto.randomUUID()} />
          {table}
        </Form>
      ) : (
        table
      )}
      <details className="sheet no-print mt-4 px-4 py-3 text-[13px]" open={editable}>
        <summary className="font-semibold">{t("income.neverTitle")}</summary>
        <ul className="mt-2 grid gap-1 text-ink-2">
          {never.map((account) => (
            <li key={account.code}>
              <span className="text-bad">✕</span>{" "}
              <b className="font-semibold text-ink">{`${account.code} ${account.name}`}</b> — {account.why}
            </li>
          ))}
        </ul>
        <p className="note mt-2">{t("income.pasteHint")}</p>
      </details>
    </>
  );
}
