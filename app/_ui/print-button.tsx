"use client";

/** Opens the browser's print dialog; without JavaScript there is the browser's own menu. */
export const PrintButton = ({ label }: { label: string }) => (
  <button type="button" className="button no-print noscript:hidden" onClick={() => print()}>
    {label}
  </button>
);
