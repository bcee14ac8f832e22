"use client";

import { useEffect, useState } from "react";

/** Prints the page; it is there only where a script runs, because without one it could do nothing. */
export function PrintButton({ label }: { label: string }) {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return (
    <button
      type="button"
      className="chip no-print cursor-pointer"
      style={{ visibility: ready ? "visible" : "hidden" }}
      onClick={() => window.print()}
    >
      {label}
    </button>
  );
}
