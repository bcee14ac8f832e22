"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { fill } from "#app/_ui/filled-words.ts";
import type { Words } from "#lib/core/message-keys.ts";
import type { waitingWords } from "./words.ts";

/**
 * Rows read so far, asked for every second; the page is shown anew once the file is read. Without a script
 * the page has its own link.
 */
export function Waiting({
  id,
  read,
  words,
}: {
  id: number;
  read: number;
  words: Words<typeof waitingWords>;
}) {
  const router = useRouter();
  const [rows, setRows] = useState(read);
  useEffect(() => {
    let over = false;
    const ask = async () => {
      const answer = await fetch(`/intake/${id}/progress`, { cache: "no-store" }).catch(() => null);
      const progress: { state: string; rows: number } | null = answer?.ok ? await answer.json() : null;
      if (over) return;
      if (progress) setRows(progress.rows);
      if (progress && progress.state !== "reading") router.refresh();
    };
    const timer = setInterval(ask, 1000);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [id, router]);
  return (
    <p role="status" className="text-lg font-semibold">
      {fill(words.rows, { rows })}
    </p>
  );
}
