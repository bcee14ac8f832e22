import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { edit } from "#app/(desk)/admin/people/actions.ts";
import { PersonFields } from "#app/(desk)/admin/people/sections/person-fields.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { Person } from "#lib/people/queries/people.ts";

/** Who the person is and what the account may, to be changed. */
export async function AccountForm({ ctx, person }: { ctx: Ctx; person: Person }) {
  const t = await getTranslations();
  const at = minuteOf(person.updatedAt ?? person.createdAt);
  return (
    <section className="sheet grid gap-4 p-5 max-phone:p-4">
      <h2>{t("people.account")}</h2>
      <Form action={edit} draft={`person-${person.id}`} className="grid gap-4">
        <HiddenField name="personId" value={person.id} />
        <HiddenField name="version" value={person.version} />
        <HiddenField name="key" value={crypto.randomUUID()} />
        <PersonFields ctx={ctx} person={person} />
      </Form>
      {person.updatedBy && <p className="note">{t("app.updated", { name: person.updatedBy, at })}</p>}
    </section>
  );
}
