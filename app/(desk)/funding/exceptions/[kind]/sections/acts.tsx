import { getTranslations } from "#app/_server/i18n/translations.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { ExceptionAct } from "#lib/funding/queries/assignees.ts";

export async function Acts({ acts }: { acts: ExceptionAct[] }) {
  const t = await getTranslations("exceptions");
  if (acts.length === 0) return null;
  return (
    <section className="sheet p-4 lg:col-span-2">
      <h2 className="mb-2">{t("acts")}</h2>
      <ol className="grid gap-2">
        {acts.map((act) => (
          <li key={act.id}>
            <span className="text-ink-2">
              {minuteOf(act.recordedAt)} · {act.personName}
            </span>{" "}
            <b>{t(`act.${act.act}`)}</b>{" "}
            {act.act === "assign"
              ? `${act.ownerName}${act.dueOn ? ` · ${t("dueOn", { on: act.dueOn })}` : ""}`
              : act.explanation}
            {act.act === "explain" && !act.ofThese && (
              <span className="ml-2 text-warn">▲ {t("outdated")}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
