"use client";

import { useEffect, useRef, useState } from "react";
import { SelectField, TextField, TickField } from "#app/_ui/form-fields.tsx";
import { useField } from "#app/_ui/live-form.tsx";
import { SizesTick } from "#app/(desk)/income/sections/sizes-tick.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import { parseYuan } from "#lib/core/money.ts";
import { oddnessOf, type Usual } from "#lib/income/rules/usual.ts";
import type { postingWords } from "./words.ts";

type Props = {
  village: string | undefined;
  villages: { id: number; name: string }[];
  /** `refusal` says why an account may not be income. */
  accounts: { id: number; name: string; group: string; refusal: string | null }[];
  /** What a village usually has of an account, by both ids. */
  usual: Record<string, Usual>;
  projects: { id: number; name: string; villageIds: number[] }[];
  words: Words<typeof postingWords>;
};

/**
 * The fields of one posting. An account that is never income says so as soon as it is chosen; a project must
 * be one of the village's.
 */
export function PostingFields({ village, villages, accounts, usual, projects, words }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [villageId, setVillageId] = useState(village ?? "");
  const [accountId, setAccountId] = useState("");
  const [amount, setAmount] = useState("");
  const answered = useField("accountId", "").error;
  useEffect(() => {
    const form = box.current?.closest("form");
    const reread = () => {
      const values = new FormData(form ?? undefined);
      setVillageId(String(values.get("villageId") ?? ""));
      setAccountId(String(values.get("accountId") ?? ""));
      setAmount(String(values.get("amountFen") ?? ""));
    };
    for (const event of ["draft", "input"]) form?.addEventListener(event, reread);
    return () => {
      for (const event of ["draft", "input"]) form?.removeEventListener(event, reread);
    };
  }, []);
  const refusal = accounts.find((account) => String(account.id) === accountId)?.refusal;
  const had = usual[`${villageId}.${accountId}`];
  const isOdd = had !== undefined && oddnessOf(parseYuan(amount) ?? 0, had) !== null;
  const own =
    villageId === ""
      ? projects
      : projects.filter((project) => project.villageIds.includes(Number(villageId)));
  return (
    <div ref={box} className="grid grid-cols-2 gap-x-5 gap-y-4 max-phone:grid-cols-1">
      <SelectField
        name="villageId"
        label={words.village}
        required
        value={village ?? ""}
        empty={words.choose}
        choices={villages.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <TextField
        name="amountFen"
        label={words.amount}
        required
        inputMode="decimal"
        hint={words.amountHint}
        suffix={words.yuan}
      />
      <div className="col-span-full">
        <SelectField
          name="accountId"
          label={words.account}
          required
          empty={words.choose}
          choices={accounts.map(({ id, name, group }) => ({ value: String(id), label: name, group }))}
        />
        {refusal && !answered && (
          <p role="alert" className="mt-1.5 rounded bg-bad-bg px-3 py-2 text-[13px] text-bad">
            ■ {refusal}
          </p>
        )}
      </div>
      <SizesTick
        odd={isOdd ? `${villageId}.${accountId} ${amount}` : ""}
        label={words.sizeRight}
        className="col-span-full"
      />
      <TickField name="oneOff" label={words.oneOff} hint={words.oneOffHint} className="col-span-full" />
      <SelectField
        name="projectId"
        label={words.project}
        hint={words.projectHint}
        empty={words.noProject}
        choices={own.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <TextField name="voucher" label={words.voucher} />
      <TextField name="note" label={words.note} className="col-span-full" />
    </div>
  );
}
