"use client";

import { type ReactNode, useEffect, useState } from "react";

const refusal = "refusal";

/** Something was refused since: what was done before is said no longer. */
export const tellRefusal = () => window.dispatchEvent(new Event(refusal));

/** What was done, above the page that shows it, until something else is refused. */
export function DoneNote({
  stamp,
  children,
}: {
  /** Another one each time the server draws the page. */ stamp: string;
  children: ReactNode;
}) {
  const [gone, setGone] = useState("");
  useEffect(() => {
    const go = () => setGone(stamp);
    window.addEventListener(refusal, go);
    return () => window.removeEventListener(refusal, go);
  }, [stamp]);
  if (gone === stamp) return null;
  return (
    <p role="status" className="no-print mb-3 rounded-md bg-ok-bg px-4 py-2 font-medium text-[#096b46]">
      ✓ {children}
    </p>
  );
}
