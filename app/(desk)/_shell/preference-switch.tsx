"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Suspense } from "react";
import { choosePreference } from "#app/_server/i18n/preference-actions.ts";

type Props = {
  name: "unit" | "locale";
  label?: string;
  chosen: string;
  choices: { value: string; label: string }[];
};

/** 元 / 万元 / 亿元 and 中文 / EN: remembered, and the page stays where it is. */
export function PreferenceSwitch(props: Props) {
  return (
    <form action={choosePreference} className="seg" aria-label={props.label}>
      <Suspense>
        <From />
      </Suspense>
      {props.choices.map(({ value, label }) => (
        <button
          key={value}
          type="submit"
          name={props.name}
          value={value}
          aria-pressed={value === props.chosen}
          className="whitespace-nowrap"
        >
          {label}
        </button>
      ))}
    </form>
  );
}

function From() {
  const query = useSearchParams().toString();
  return <input type="hidden" name="from" value={usePathname() + (query ? `?${query}` : "")} />;
}
