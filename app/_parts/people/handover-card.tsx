import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Handover } from "#app/_server/session/handover.ts";

/** A secret, shown this once: to copy, or to write down for somebody. */
export async function HandoverCard({ handover, kind }: { handover: Handover; kind: "token" | "password" }) {
  const t = await getTranslations("account");
  return (
    <div role="status" className="grid gap-1.5 rounded-md border border-ok bg-ok-bg px-4 py-3">
      <p className="font-semibold text-ok">
        {t(kind === "token" ? "handedToken" : "handedPassword", { name: handover.name })}
      </p>
      <code className="rounded bg-sheet px-3 py-2 text-[15px] break-all select-all">{handover.secret}</code>
      <p className="text-[13px]">{t(kind === "token" ? "handedTokenNote" : "handedPasswordNote")}</p>
    </div>
  );
}
