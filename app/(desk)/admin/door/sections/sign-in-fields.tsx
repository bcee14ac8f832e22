import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField } from "#app/_ui/form-fields.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import {
  absoluteHoursChoices,
  type Door,
  guessesChoices,
  historyChoices,
  idleMinutesChoices,
  passwordDaysChoices,
  secondFactorChoices,
} from "#lib/people/queries/sign-in-rules.ts";
import { setRules } from "../actions.ts";

/** The rules of keys: how long one lasts, how often it may be guessed at, what it needs besides. */
export async function Rules({ door }: { door: Door }) {
  const t = await getTranslations();
  const choices = <Value extends number | string>(
    values: readonly Value[],
    label: (value: Value) => string,
  ) => values.map((value) => ({ value: String(value), label: label(value) }));
  return (
    <section className="sheet grid gap-4 p-5 max-phone:p-4">
      <h2>{t("door.rules")}</h2>
      <p className="note">{t(door.demonstration ? "door.rulesDemonstration" : "door.rulesNote")}</p>
      <Form action={setRules} draft="door" className="grid gap-4">
        <HiddenField name="version" value={door.version} />
        <HiddenField name="key" value={crypto.randomUUID()} />
        <SelectField
          name="passwordDays"
          label={t("door.passwordDays")}
          hint={t("door.passwordDaysHint")}
          value={String(door.passwordDays)}
          choices={choices(passwordDaysChoices, (value) => t("door.passwordDaysOf", { value }))}
        />
        <SelectField
          name="history"
          label={t("door.history")}
          value={String(door.history)}
          choices={choices(historyChoices, (value) => t("door.historyOf", { value }))}
        />
        <SelectField
          name="guesses"
          label={t("door.guesses")}
          value={String(door.guesses)}
          choices={choices(guessesChoices, (value) => t("door.guessesOf", { value }))}
        />
        <SelectField
          name="idleMinutes"
          label={t("door.idleMinutes")}
          value={String(door.idleMinutes)}
          choices={choices(idleMinutesChoices, (value) => t("door.idleMinutesOf", { value }))}
        />
        <SelectField
          name="absoluteHours"
          label={t("door.absoluteHours")}
          value={String(door.absoluteHours)}
          choices={choices(absoluteHoursChoices, (value) => t("door.absoluteHoursOf", { value }))}
        />
        <SelectField
          name="secondFactor"
          label={t("account.secondFactor")}
          value={door.secondFactor}
          choices={choices(secondFactorChoices, (value) => t(`door.secondFactorOf.${value}`))}
        />
      </Form>
      {door.by && <p className="note">{t("app.updated", { name: door.by, at: minuteOf(door.at) })}</p>}
    </section>
  );
}
