"use client";

import { useState } from "react";
import { SelectField, TextField } from "#app/_ui/form-fields.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import type { shareWords } from "./words.ts";

type Props = {
  rows: { villageId: string; share: string }[];
  choices: { value: string; label: string; group?: string }[];
  words: Words<typeof shareWords>;
  className?: string;
};

/**
 * Participating villages with their shares. Some empty rows stand ready, so that it works without JavaScript.
 */
export function ShareFields({ rows, choices, words, className }: Props) {
  const [lines, setLines] = useState(Math.max(3, rows.length + 1));
  const [shares, setShares] = useState(rows.map((row) => row.share));
  const sum = Array.from(
    { length: lines },
    (_, index) => Number.parseFloat(shares[index] ?? (index === 0 && rows.length === 0 ? "100" : "")) || 0,
  ).reduce((total, share) => total + Math.round(share * 100), 0);
  return (
    <fieldset className={className}>
      <legend className="mb-1 text-[13px] text-ink-2">
        {words.legend}
        <b className="ml-1 text-bad">*</b>
      </legend>
      <div className="grid gap-x-6 gap-y-2 xl:grid-cols-2">
        {Array.from({ length: lines }, (_, index) => (
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_120px] gap-2">
            <SelectField
              name={`villages.${index}.villageId`}
              label={`${words.village} ${index + 1}`}
              value={rows[index]?.villageId ?? ""}
              empty={words.choose}
              choices={choices}
            />
            <TextField
              name={`villages.${index}.share`}
              label={words.share}
              value={rows[index]?.share ?? (index === 0 ? "100" : "")}
              inputMode="decimal"
              suffix="%"
              onInput={(value) => setShares((now) => Object.assign([...now], { [index]: value }))}
            />
          </div>
        ))}
      </div>
      <p className="mt-2 flex flex-wrap items-center gap-4 text-[13px]">
        <button type="button" className="button" onClick={() => setLines(lines + 1)}>
          {words.add}
        </button>
        <span className={sum === 10_000 ? "text-ok" : "text-bad"}>
          {words.sum} <b>{sum / 100}%</b>
        </span>
      </p>
    </fieldset>
  );
}
