import { getFormatter } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Act, Cause } from "#lib/board/rules/causes.ts";

/** Who did what and when, on two lines. */
export async function ActBy({ act }: { act: Act }) {
  const t = await getTranslations();
  const at = (await getFormatter()).dateTime(new Date(act.at), { dateStyle: "short", timeStyle: "short" });
  return (
    <span className="block min-w-36">
      {act.name}
      <small className="block text-ink-3">
        {t(`verb.${act.verb}`)} · {at}
      </small>
    </span>
  );
}

/** What turned something: who did what and when, or from which day on time did. */
export async function CauseOf({ cause }: { cause: Cause | null }) {
  const t = await getTranslations("cause");
  if (!cause) return <span className="text-ink-3">—</span>;
  if ("act" in cause) return <ActBy act={cause.act} />;
  return <span className="text-ink-2">{t("time", { day: cause.day })}</span>;
}

/** The same in one line, for a list or a sentence. */
export async function causeInWords(): Promise<(cause: Cause | null) => string> {
  const t = await getTranslations();
  const format = await getFormatter();
  return (cause) => {
    if (!cause) return "";
    if (!("act" in cause)) return t("cause.time", { day: cause.day });
    const { name, verb, at } = cause.act;
    return t("cause.act", {
      name,
      verb: t(`verb.${verb}`),
      at: format.dateTime(new Date(at), { dateStyle: "short", timeStyle: "short" }),
    });
  };
}
