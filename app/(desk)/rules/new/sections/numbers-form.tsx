import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import type { RuleNumbers } from "#lib/projects/rules/thresholds.ts";

type Props = {
  values: Record<keyof RuleNumbers, string>;
  /** What cannot be used, by field, and why. */
  problems: { field: keyof RuleNumbers; key: MessageKey }[];
};

/**
 * The numbers of a rule. It only asks for a look at them, so it is an ordinary form whose answer is an
 * address.
 */
export async function NumbersForm({ values, problems }: Props) {
  const t = await getTranslations();
  const problemOf = (name: string) => problems.find(({ field }) => field === name);
  const number = (name: Exclude<keyof RuleNumbers, "judgesFunds">, most: number) => {
    const problem = problemOf(name);
    return (
      <div>
        <label htmlFor={`field-${name}`} className="mb-1 block text-[13px] text-ink-2">
          {t(`rules.number.${name}`)}
          <b className="ml-1 text-bad">*</b>
        </label>
        <span className="flex items-center gap-2">
          <input
            id={`field-${name}`}
            name={name}
            type="number"
            min={1}
            max={most}
            step={1}
            required
            inputMode="numeric"
            defaultValue={values[name]}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `error-${name}` : undefined}
            className="input max-w-28 text-right"
          />
          <span className="text-ink-2">{t(most === 12 ? "rules.months" : "rules.points")}</span>
        </span>
        {problem && (
          <p id={`error-${name}`} className="mt-1 text-[13px] text-bad">
            {t(problem.key)}
          </p>
        )}
      </div>
    );
  };
  return (
    <form method="get" action="/rules/new" className="sheet grid gap-4 p-4">
      {problems.length > 0 && (
        <div role="alert" className="rounded-md bg-bad-bg px-4 py-3 text-bad">
          <p className="font-semibold">{t("form.summary", { count: problems.length })}</p>
          <ul className="mt-1 list-disc pl-5">
            {problems.map(({ field, key }) => (
              <li key={field}>
                <a className="underline" href={`#field-${field}`}>
                  {t(`rules.number.${field}`)}
                  {t("app.colon")}
                  {t(key)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-1 font-semibold">{t("project.sublights.progress")}</legend>
        {number("progressYellow", 100)}
        {number("progressRed", 100)}
      </fieldset>
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-1 font-semibold">{t("project.sublights.funds")}</legend>
        <label className="flex min-h-8 items-center gap-2 sm:col-span-2">
          <input
            type="checkbox"
            name="judgesFunds"
            defaultChecked={values.judgesFunds === "on"}
            className="size-4"
          />
          {t("rules.number.judgesFunds")}
        </label>
        {number("fundsYellow", 100)}
        {number("fundsRed", 100)}
      </fieldset>
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-1 font-semibold">{t("rules.others")}</legend>
        {number("startMonths", 12)}
        {number("reportMonths", 12)}
      </fieldset>
      <input type="hidden" name="look" value="1" />
      <p>
        <button type="submit" className="button button-primary max-phone:w-full">
          {t("rules.look")}
        </button>
      </p>
    </form>
  );
}
