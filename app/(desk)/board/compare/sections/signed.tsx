import type { ReactNode } from "react";

/** A difference with its sign: "+9", "−3", "0". */
export const signed = (value: number, shown: (absolute: number) => ReactNode): ReactNode =>
  value === 0 ? (
    "0"
  ) : (
    <>
      {value > 0 ? "+" : "−"}
      {shown(Math.abs(value))}
    </>
  );
