"use client";

import { useEffect, useRef, useState } from "react";
import { SelectField, TextField, TickField } from "#app/_ui/form-fields.tsx";
import { useField } from "#app/_ui/live-form.tsx";
import { ShareFields } from "#app/(desk)/projects/sections/share-fields.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import { type Given, givenOf, SchedulePreview } from "./schedule-preview.tsx";
import type { receiptWords } from "./words.ts";

type Props = {
  town: string;
  towns: { value: string; label: string }[];
  fromMonth: string;
  thisMonth: string;
  today: string;
  villages: { id: number; code: string; name: string; town: string }[];
  /** `refusal` says why an account may not be income. */
  accounts: { id: number; name: string; group: string; refusal: string | null }[];
  projects: { id: number; name: string; shares: { villageId: number; shareBp: number }[] }[];
  clusters: { id: number; name: string; members: number[] }[];
  splits: Record<string, string>;
  words: Words<typeof receiptWords>;
};

/**
 * The fields of a receipt, with what becomes of it as they are filled in. Without a script every way of
 * parting it stands open.
 */
export function ReceiptFields({
  town,
  towns,
  fromMonth,
  thisMonth,
  today,
  villages,
  accounts,
  projects,
  clusters,
  splits,
  words,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [given, setGiven] = useState<Given>();
  const answered = useField("accountId", "").error;
  useEffect(() => {
    const form = box.current?.closest("form");
    if (!form) return;
    const reread = () => setGiven(givenOf(new FormData(form)));
    reread();
    for (const event of ["input", "draft", "click"]) form.addEventListener(event, reread);
    return () => {
      for (const event of ["input", "draft", "click"]) form.removeEventListener(event, reread);
    };
  }, []);
  const refusal = accounts.find((account) => String(account.id) === given?.accountId)?.refusal;
  /** Before a script runs, and where none does, nothing is hidden. */
  const hidden = (...of: string[]) => given !== undefined && !of.includes(given.split);
  const choices = villages.map((village) => ({
    value: String(village.id),
    label: village.name,
    ...(village.town && { group: village.town }),
  }));
  const named = (list: readonly { id: number; name: string }[]) =>
    list.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <div ref={box} className="grid grid-cols-2 gap-x-5 gap-y-4 max-phone:grid-cols-1">
      {towns.length > 1 ? (
        <SelectField
          name="townId"
          label={words.town}
          required
          value={town}
          choices={towns}
          className="col-span-full"
        />
      ) : (
        <input type="hidden" name="townId" value={town} />
      )}
      <TextField
        name="amountFen"
        label={words.amount}
        required
        inputMode="decimal"
        hint={words.amountHint}
        suffix={words.yuan}
      />
      <div>
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
      <TextField name="receivedOn" label={words.receivedOn} required type="date" value={today} />
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
        <TextField name="fromMonth" label={words.fromMonth} required type="month" value={fromMonth} />
        <TextField name="months" label={words.months} required inputMode="numeric" value="12" />
        <p className="note col-span-full -mt-2">
          {words.fromMonthHint}
          <br />
          {words.monthsHint}
        </p>
      </div>
      <SelectField
        name="split"
        label={words.split}
        required
        value="none"
        hint={words.splitHint}
        choices={Object.entries(splits).map(([value, label]) => ({ value, label }))}
      />
      <div hidden={hidden("none")}>
        <SelectField name="villageId" label={words.village} empty={words.choose} choices={choices} />
      </div>
      <div hidden={hidden("none", "project")}>
        <SelectField
          name="projectId"
          label={given?.split === "none" ? words.sourceProject : words.project}
          {...(given?.split !== "none" && { hint: words.projectHint })}
          empty={given?.split === "none" ? words.noProject : words.choose}
          choices={named(projects)}
        />
      </div>
      <div hidden={hidden("cluster")}>
        <SelectField
          name="clusterId"
          label={words.cluster}
          hint={words.clusterHint}
          empty={words.choose}
          choices={named(clusters)}
        />
      </div>
      <div hidden={hidden("given")} className="col-span-full">
        <ShareFields
          rows={[]}
          choices={choices}
          words={{
            legend: words.shares,
            village: words.village,
            share: words.share,
            choose: words.choose,
            add: words.add,
            sum: words.sum,
          }}
        />
      </div>
      <TickField name="oneOff" label={words.oneOff} hint={words.oneOffHint} className="col-span-full" />
      <TextField name="voucher" label={words.voucher} />
      <TextField name="note" label={words.note} />
      {given && (
        <SchedulePreview
          given={given}
          villages={villages}
          projects={projects}
          clusters={clusters}
          thisMonth={thisMonth}
          words={words}
        />
      )}
    </div>
  );
}
