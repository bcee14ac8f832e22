import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { assign, explain } from "#app/(desk)/funding/actions.ts";
import { exceptionPath } from "#app/(desk)/funding/sections/selection.ts";
import type { assigneesOf } from "#lib/funding/queries/assignees.ts";
import type { Exception } from "#lib/funding/queries/exceptions.ts";

/** What both forms say of the exception that they are about. */
const About = ({ exception: { kind, key, figures } }: { exception: Exception }) => (
  <>
    <HiddenField name="kind" value={kind} />
    <HiddenField name="exception" value={key} />
    <HiddenField name="figures" value={figures} />
    <HiddenField name="key" value={randomUUID()} />
  </>
);

export async function Explain({ exception }: { exception: Exception }) {
  const t = await getTranslations("exceptions");
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-3">{t("explain")}</h2>
      <Form
        action={explain}
        draft={`explain-${exception.kind}-${exception.key}`}
        submitLabel={t("explainSubmit")}
        cancelTo="/funding/exceptions"
        short
      >
        <About exception={exception} />
        <TextArea name="explanation" label={t("explanation")} hint={t("explanationHint")} required rows={3} />
      </Form>
    </section>
  );
}

type Assignees = Awaited<ReturnType<typeof assigneesOf>>;

/** Whose it is to settle, and by when. */
export async function Assign({ exception, people }: { exception: Exception; people: Assignees }) {
  const t = await getTranslations("exceptions");
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-3">{t("assign")}</h2>
      <Form
        action={assign}
        submitLabel={t("assignSubmit")}
        cancelTo={exceptionPath(exception.kind, exception.key)}
        short
      >
        <About exception={exception} />
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            name="ownerId"
            label={t("person")}
            required
            value={exception.owner.person?.id.toString() ?? people[0]?.id.toString()}
            choices={people.map(({ id, name, post }) => ({
              value: String(id),
              label: post ? `${name} · ${post}` : name,
            }))}
          />
          <TextField
            name="dueOn"
            label={t("due")}
            type="date"
            required
            value={exception.owner.dueOn ?? undefined}
          />
        </div>
      </Form>
    </section>
  );
}
