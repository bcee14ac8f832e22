import type { ReactNode } from "react";
import { getTranslations } from "../_server/i18n/translations.ts";
import { closedFor } from "../_server/session/writing-closed.ts";

/**
 * While nothing can be saved, what it holds can be read and not filled in: nobody types what would be
 * refused. It stands around its children always: a form keeps what was typed, and what it was answered, only
 * in the same place of the page.
 */
export async function Closed({ children }: { children: ReactNode }) {
  return (
    <fieldset disabled={(await closedFor()) !== null} className="contents">
      {children}
    </fieldset>
  );
}

/** Says on every page that nothing can be saved at the moment, and why. */
export async function ClosedNote() {
  const why = await closedFor();
  if (why === null) return null;
  const t = await getTranslations("closed");
  return (
    <p role="alert" className="mb-3 rounded-md border border-bad bg-bad-bg px-4 py-2 text-bad">
      <b>{t("title")}</b> {t(why)}
    </p>
  );
}
