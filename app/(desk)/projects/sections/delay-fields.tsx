"use client";

import { SelectField, TextField } from "#app/_ui/form-fields.tsx";
import type { Words } from "#lib/core/message-keys.ts";
import { useChosen } from "./use-chosen.ts";
import type { delayWords } from "./words.ts";

type Props = {
  words: Words<typeof delayWords>;
  reasons: { value: string; label: string }[];
  reason: string;
  text: string;
};

/** Why it is late, from the fixed list; "other" says what. */
export function DelayFields({ words, reasons, reason, text }: Props) {
  const { chosen, choose, inside } = useChosen("delayReason", reason);
  const isOther = chosen === "other";
  return (
    <div ref={inside} className="grid gap-4 sm:grid-cols-2">
      <SelectField
        name="delayReason"
        label={words.reason}
        hint={words.hint}
        value={reason}
        empty={words.none}
        choices={reasons}
        onInput={choose}
      />
      <div hidden={!isOther}>
        <TextField name="delayText" label={words.text} value={text} required={isOther} />
      </div>
    </div>
  );
}
