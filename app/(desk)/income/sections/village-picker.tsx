import { useEffect, useState } from "react";
import type { Words } from "#lib/core/message-keys.ts";
import type { pickerWords } from "./words.ts";

const shownKey = "income-village";

/**
 * Which village a phone shows, by its place; none before scripts run, when all are shown. After a save, and
 * in another month, it goes on there.
 */
export function useChosenVillage(
  villages: readonly { id: number }[],
): [number | undefined, (at: number) => void] {
  const [shown, setShown] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it begins
  useEffect(
    () =>
      setShown(
        Math.max(
          0,
          villages.findIndex((village) => village.id === Number(sessionStorage.getItem(shownKey))),
        ),
      ),
    [],
  );
  const show = (at: number) => {
    setShown(at);
    sessionStorage.setItem(shownKey, String(villages[at]?.id));
  };
  return [shown, show];
}

type Props = {
  shown: number;
  show: (at: number) => void;
  choices: { id: number; name: string; isFilled: boolean }[];
  words: Words<typeof pickerWords>;
};

/** The village before, the next, or any of them: for a phone alone. */
export function VillagePicker({ shown, show, choices, words }: Props) {
  return (
    <div className="sticky top-[52px] z-10 -mx-4 mb-3 flex items-center gap-2 border-b border-line bg-sheet px-4 py-2 phone:hidden">
      <button
        type="button"
        className="button"
        disabled={shown === 0}
        onClick={() => show(shown - 1)}
        aria-label={words.previous}
      >
        ‹
      </button>
      <select
        className="input"
        aria-label={words.choose}
        value={shown}
        onChange={(event) => show(Number(event.target.value))}
      >
        {choices.map(({ id, name, isFilled }, at) => (
          <option key={id} value={at}>
            {isFilled ? "●" : "○"} {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button"
        disabled={shown === choices.length - 1}
        onClick={() => show(shown + 1)}
        aria-label={words.next}
      >
        ›
      </button>
    </div>
  );
}
