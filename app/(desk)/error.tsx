"use client";

import { useEffect, useState } from "react";

/**
 * A bug on the server. The digest is the reference that its log line carries. Both languages, because the
 * words may be what failed.
 */
export default function DeskError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const [english, setEnglish] = useState(false);
  useEffect(() => setEnglish(document.documentElement.lang === "en"), []);
  const reference = error.digest;
  const inEnglish = reference
    ? `give the administrator the reference ${reference}`
    : "tell the administrator what you were doing";
  const inChinese = reference ? `请把编号 ${reference} 告诉管理员` : "请把当时的操作告诉管理员";
  return (
    <div className="sheet grid justify-items-center gap-4 px-6 py-16 text-center">
      <h1>{english ? "Something went wrong" : "出错了"}</h1>
      <p className="text-ink-2">
        {english
          ? `No data was lost. Try again; if it happens again, ${inEnglish}.`
          : `数据没有丢失。请重试；若仍然出错，${inChinese}。`}
      </p>
      <button type="button" className="button button-primary" onClick={reset}>
        {english ? "Try again" : "重试"}
      </button>
    </div>
  );
}
