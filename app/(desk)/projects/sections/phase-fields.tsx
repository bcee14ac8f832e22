"use client";

import { SelectField, TextField } from "#app/_ui/form-fields.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import { useChosen } from "./use-chosen.ts";
import type { phaseWords } from "./words.ts";

type Props = {
  label: string;
  value: string;
  /** In order. */
  phases: { value: string; label: string }[];
  /** Of every phase beyond where the project stood before the month. */
  evidence: { phase: string; name: string; label: string; text: string; on: string }[];
  words: Words<typeof phaseWords>;
};

/**
 * The phase, and below it the evidence of each phase newly passed, skipped ones too. All fields are there, so
 * that a draft finds them.
 */
export function PhaseFields({ label, value, phases, evidence, words }: Props) {
  const { chosen, choose, inside } = useChosen("phase", value);
  const rankOf = (phase: string) => phases.findIndex((each) => each.value === phase);
  const asked = evidence.filter((each) => rankOf(each.phase) <= rankOf(chosen));
  return (
    <>
      <SelectField name="phase" label={label} value={value} choices={phases} required onInput={choose} />
      <div ref={inside} className="sm:col-span-2" hidden={asked.length === 0}>
        <fieldset className="grid gap-3 rounded-md border border-line bg-bg p-3 pt-1">
          <legend className="px-1 text-[13px] text-ink-2">{words.hint}</legend>
          {evidence.map((each) => (
            <div key={each.phase} hidden={!asked.includes(each)}>
              <div className="grid gap-x-3 gap-y-2 sm:grid-cols-[minmax(0,1fr)_170px]">
                <TextField
                  name={`evidence.${each.phase}.text`}
                  label={`${each.name} · ${each.label}`}
                  value={each.text}
                  required={asked.includes(each)}
                />
                <TextField
                  name={`evidence.${each.phase}.on`}
                  label={words.on}
                  type="date"
                  value={each.on}
                  required={asked.includes(each)}
                />
              </div>
            </div>
          ))}
        </fieldset>
      </div>
    </>
  );
}
