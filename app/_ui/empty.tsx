import type { ReactNode } from "react";
import { getTranslations } from "../_server/i18n/translations.ts";

/** Nothing to show, and why: none yet, no match, not allowed. `children` says what to do next. */
export async function Empty({
  why,
  children,
}: {
  why: "none" | "noMatch" | "notAllowed";
  children?: ReactNode;
}) {
  const t = await getTranslations("empty");
  return (
    <div className="grid place-items-center gap-3 px-6 py-14 text-center text-ink-2">
      <p>{t(why)}</p>
      {children}
    </div>
  );
}
