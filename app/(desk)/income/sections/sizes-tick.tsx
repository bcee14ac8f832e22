"use client";

import { useState } from "react";
import { useField } from "#app/_ui/live-form.tsx";
import { sizesRightField } from "#lib/income/rules/cells.ts";

type Props = {
  /** The amounts out of all proportion as they now stand; others are ticked anew. Empty: there are none. */
  odd: string;
  /**
   * There are others that somebody said are right before they came here: the server is told so, and nobody
   * asked again.
   */
  confirmed?: boolean;
  label: string;
  className?: string;
};

/**
 * Says of amounts out of all proportion that they are right. It stands there once there are any, or the
 * server found some.
 */
export function SizesTick({ odd, confirmed = false, label, className }: Props) {
  const { error, value } = useField(sizesRightField, undefined);
  // Without JavaScript it is what was sent that says so: the form came back with something else that was
  // wrong.
  const [right, setRight] = useState<string | undefined>(value === "on" ? odd : undefined);
  if (odd === "" && confirmed) return <input type="hidden" name={sizesRightField} value="on" />;
  if (odd === "" && !error && right === undefined) return null;
  return (
    <div className={className}>
      <label className="flex min-h-8 items-center gap-2 text-warn">
        <input
          id={`field-${sizesRightField}`}
          type="checkbox"
          name={sizesRightField}
          checked={right === odd}
          onChange={(event) => setRight(event.target.checked ? odd : undefined)}
          className="size-4"
        />
        <span data-label>{label}</span>
      </label>
      {error && right !== odd && <p className="text-[13px] text-bad">{error}</p>}
    </div>
  );
}
