import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { SelectField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { overrideLights } from "#db/schema/projects.ts";
import type { Day } from "#lib/core/dates.ts";
import { addMonths, earlierOf, lastDay, monthOfDay } from "#lib/core/dates.ts";
import { latestExpiry } from "#lib/projects/rules/manual-light.ts";

type Props = {
  step: "pause" | "resume" | "end" | "override" | "clear";
  /** The field of the day on which it happens, where it has one, with its label. */
  day: { name: "onDay" | "endedOn"; label: "pauseDay" | "resumeDay" | "endDay" } | undefined;
  today: Day;
};

/** What is asked for each step in a project's life. */
export async function LifecycleFields({ step, day, today }: Props) {
  const t = await getTranslations("project");
  return (
    <section className="sheet grid gap-3.5 p-4">
      <p className="text-ink-2">{t(`${step}Hint`)}</p>
      {step === "override" && <OverrideFields today={today} />}
      {day && (
        <TextField
          name={day.name}
          label={t(day.label)}
          type="date"
          value={today}
          required
          className="max-w-60"
        />
      )}
      {step === "pause" && (
        <TextField name="approval" label={t("approval")} hint={t("approvalHint")} required />
      )}
      <TextArea name="reason" label={t("reason")} required />
    </section>
  );
}

async function OverrideFields({ today }: Pick<Props, "today">) {
  const t = await getTranslations("project");
  const words = await getTranslations("light");
  return (
    <>
      <SelectField
        name="light"
        label={t("overrideTo")}
        choices={overrideLights.map((light) => ({
          value: light,
          label: `${lightShapes[light]} ${words(light)}`,
        }))}
        required
        className="max-w-60"
      />
      <TextField
        name="expiresOn"
        label={t("expiresOn")}
        hint={t("expiresOnHint", { on: latestExpiry(today) })}
        type="date"
        value={earlierOf(latestExpiry(today), lastDay(addMonths(monthOfDay(today), 1)))}
        required
        className="max-w-60"
      />
    </>
  );
}
