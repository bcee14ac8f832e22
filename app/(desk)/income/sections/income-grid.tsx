"use client";

import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { fill } from "#app/_ui/filled-words.ts";
import { TextField } from "#app/_ui/form-fields.tsx";
import { useField } from "#app/_ui/live-form.tsx";
import { ScrollBox } from "#app/_ui/live-table.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import { formatFen } from "#lib/core/money.ts";
import { cellName, readCell } from "#lib/income/rules/cells.ts";
import type { Band } from "#lib/income/rules/tiers.ts";
import { GridCell } from "./grid-cell.tsx";
import { givenTexts, type Texts, textsIn } from "./grid-fields.ts";
import { GridHead, type GroupedAccount } from "./grid-head.tsx";
import { moveByKey } from "./grid-keys.ts";
import { changesOf, type GridAccount, type GridVillage, oddCell, sumsOf } from "./grid-sums.ts";
import { SizesTick } from "./sizes-tick.tsx";
import { useGridPaste } from "./use-grid-paste.tsx";
import { useChosenVillage, VillagePicker } from "./village-picker.tsx";
import type { gridWords } from "./words.ts";

type Props = {
  /** Without it everything is shown and nothing typed. */
  editable: boolean;
  townId: number;
  month: string;
  villages: GridVillage[];
  accounts: GroupedAccount[];
  bands: Band[];
  tierNames: Record<string, string>;
  words: Words<typeof gridWords>;
  /** The ledger of this town and month; a cell adds its village and account. */
  ledgers: Record<string, string>;
};

/** Villages × accounts of a month: typed or pasted, sums live. On a phone one village at a time. */
export function IncomeGrid({
  editable,
  townId,
  month,
  villages,
  accounts,
  bands,
  tierNames,
  words,
  ledgers,
}: Props) {
  const table = useRef<HTMLTableElement>(null);
  const { attempt, clashing } = useField("reason", "");
  const [texts, setTexts] = useState<Texts>(() => givenTexts(villages));
  const [shown, show] = useChosenVillage(villages);
  const reread = useCallback(() => setTexts(textsIn(table.current)), []);

  useEffect(() => {
    reread();
    const form = table.current?.closest("form");
    form?.addEventListener("draft", reread);
    return () => form?.removeEventListener("draft", reread);
  }, [reread]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer or a choice remounts fields with what it brought
  useEffect(reread, [attempt, clashing]);
  const fenOf = useCallback(
    (village: GridVillage, account: GridAccount) => {
      const text = texts[cellName(village.id, account.id)];
      return text === undefined
        ? (village.cells.find((cell) => cell.accountId === account.id)?.amountFen ?? null)
        : readCell(text, account).fen;
    },
    [texts],
  );
  const sums = useMemo(() => sumsOf(villages, accounts, bands, fenOf), [villages, accounts, bands, fenOf]);
  const oddOnes = villages.flatMap((village) =>
    accounts.flatMap((account) => {
      const name = cellName(village.id, account.id);
      return oddCell(village, account, texts[name]) ? [{ name, text: texts[name] ?? "" }] : [];
    }),
  );
  const changes = changesOf(villages, accounts, texts);
  const amount = (fen: number | null) => (fen === null ? "—" : fen === 0 ? "0" : formatFen(fen));

  const { right, notice, onPaste, undoByKey } = useGridPaste(table, {
    townId,
    month,
    villages,
    accounts,
    words,
    ledgers,
  });
  const odd = oddOnes
    .filter(({ name, text }) => right[name] !== text)
    .map(({ name, text }) => `${name} ${text}`);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!undoByKey(event)) moveByKey(event, table.current);
  };

  const counts = fill(words.changes, changes);
  return (
    <>
      {notice}
      {shown !== undefined && (
        <VillagePicker
          {...{ shown, show, words }}
          choices={villages.map(({ id, name }, at) => ({
            id,
            name,
            isFilled: sums.rows[at]?.monthFen !== null,
          }))}
        />
      )}
      <p className="note mb-2 phone:hidden">{words.unit}</p>
      <ScrollBox
        label={words.village}
        className="sheet phone:max-h-[calc(100vh-250px)] phone:min-h-80 phone:overflow-auto max-phone:border-0! max-phone:bg-transparent! max-phone:shadow-none!"
      >
        <table
          ref={table}
          className="grid-table sticky-first sticky-head income-grid max-phone:block"
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onInput={reread}
        >
          <GridHead {...{ accounts, words }} />
          <tbody className="max-phone:grid max-phone:gap-3">
            {villages.map((village, row) => {
              const sum = sums.rows[row];
              return (
                <tr
                  key={village.id}
                  className={`max-phone:grid-cols-2 max-phone:gap-3 max-phone:rounded-lg max-phone:border max-phone:border-line max-phone:bg-sheet max-phone:p-4 ${shown === undefined || shown === row ? "max-phone:grid" : "max-phone:hidden"}`}
                >
                  <th
                    scope="row"
                    className="whitespace-nowrap align-middle! font-medium! max-phone:static! max-phone:col-span-2 max-phone:block max-phone:border-0! max-phone:p-0! max-phone:text-lg max-phone:font-bold!"
                  >
                    {village.name}
                  </th>
                  {accounts.map((account, column) => (
                    <GridCell
                      key={account.id}
                      editable={editable}
                      village={village}
                      account={account}
                      row={row}
                      column={column}
                      text={texts[cellName(village.id, account.id)]}
                      right={right[cellName(village.id, account.id)]}
                      words={words}
                      ledger={ledgers[`${village.id}.${account.id}`] ?? ""}
                    />
                  ))}
                  <Sum label={words.month} value={amount(sum?.monthFen ?? null)} />
                  <Sum label={words.year} value={amount(sum?.yearFen ?? null)} strong />
                  <Sum
                    label={words.gap}
                    value={sum?.met ? words.met : amount(sum?.gapFen ?? null)}
                    className={sum?.met ? "text-ok" : "text-bad"}
                  />
                  <td className="align-middle! max-phone:block max-phone:border-0! max-phone:p-0! max-phone:text-right">
                    <span
                      className={`tier-${sum?.tier} inline-block whitespace-nowrap rounded-[3px] px-1.5 text-xs leading-5`}
                    >
                      {tierNames[sum?.tier ?? ""]}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
          <tfoot className="max-phone:hidden">
            <tr>
              <th scope="row">{words.total}</th>
              {accounts.map((account) => (
                <td key={account.id} className="num">
                  {amount(sums.columns.get(account.id) ?? null)}
                </td>
              ))}
              <td className="num">{amount(sums.totals.monthFen)}</td>
              <td className="num">{amount(sums.totals.yearFen)}</td>
              <td className="num">{amount(sums.totals.gapFen)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </ScrollBox>
      {editable && (
        <div className="no-print mt-3 flex flex-wrap items-start gap-x-6 gap-y-2">
          <TextField
            name="reason"
            label={words.reason}
            hint={words.reasonHint}
            required={changes.corrected > 0}
            className="w-[26rem] max-w-full"
          />
          <SizesTick
            odd={odd.join(" ")}
            confirmed={oddOnes.length > odd.length}
            label={odd.length > 0 ? fill(words.sizesRight, { count: odd.length }) : words.sizeRight}
            className="mt-5 max-phone:mt-0"
          />
          <p className="mt-6 text-[13px] text-ink-2 max-phone:mt-0" role="status">
            {changes.filled + changes.corrected + changes.bad === 0 ? words.noChanges : counts}
          </p>
        </div>
      )}
    </>
  );
}

function Sum({
  label,
  value,
  strong,
  className = "",
}: {
  label: string;
  value: string;
  strong?: boolean;
  className?: string;
}) {
  return (
    <td
      className={`num align-middle! max-phone:flex max-phone:justify-between max-phone:border-0! max-phone:p-0! max-phone:col-span-2 ${strong ? "font-semibold" : ""} ${className}`}
    >
      <span className="text-ink-2 phone:hidden">{label}</span>
      {value}
    </td>
  );
}
