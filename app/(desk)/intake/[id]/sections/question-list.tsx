import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { sentenceTranslator } from "#app/_server/i18n/translator.ts";
import { Form } from "#app/_ui/form.tsx";
import { ChoiceField, HiddenField } from "#app/_ui/form-fields.tsx";
import { answerQuestions } from "#app/(desk)/intake/actions.ts";
import type { Answers, Question } from "#lib/imports/rules/questions.ts";

type Props = { intakeId: number; asked: Question[]; open: Question[]; answers: Answers };

/**
 * What a file leaves open, one sentence with choices each; below it what was answered, now or about a file
 * before, to be changed.
 */
export async function Questions({ intakeId, asked, open, answers }: Props) {
  const t = await getTranslations("intake");
  const say = await sentenceTranslator();
  const unanswered = new Set(open.map(({ key }) => key));
  const answered = asked.filter(({ key }) => !unanswered.has(key));
  const fields = (questions: Question[]) =>
    questions.map(({ key, says, choices }) => (
      // The line stands above the whole question: a group's own would run through its sentence.
      <div key={key} className="border-t border-line pt-3 first:border-0 first:pt-0">
        <ChoiceField
          name={`answer.${key}`}
          label={say(says)}
          value={answers[key]}
          choices={choices.map((choice) => ({ value: choice.value, label: say(choice.says) }))}
        />
      </div>
    ));
  const form = (questions: Question[], label: string) => (
    <Form action={answerQuestions} submitLabel={label} short freely>
      <HiddenField name="intakeId" value={intakeId} />
      <HiddenField name="key" value={randomUUID()} />
      <div className="grid gap-3">{fields(questions)}</div>
    </Form>
  );
  return (
    <>
      {open.length > 0 && (
        <section className="sheet border-l-4 border-l-warn p-4" aria-labelledby="questions">
          <h2 id="questions">{t("questions.title", { count: open.length })}</h2>
          <p className="note mt-1 mb-3">{t("questions.hint")}</p>
          {form(open, t("questions.send"))}
        </section>
      )}
      {answered.length > 0 && (
        <details className="sheet no-print px-4 py-3">
          <summary className="cursor-pointer font-semibold">
            {t("questions.answered", { count: answered.length })}
          </summary>
          <div className="mt-3">{form(answered, t("questions.change"))}</div>
        </details>
      )}
    </>
  );
}
