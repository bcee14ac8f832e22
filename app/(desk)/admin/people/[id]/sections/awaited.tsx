import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField } from "#app/_ui/form-fields.tsx";
import { confirm } from "#app/(desk)/admin/people/actions.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { Person, Request } from "#lib/people/queries/people.ts";

export async function Awaited({ ctx, person, request }: { ctx: Ctx; person: Person; request: Request }) {
  const t = await getTranslations();
  const { username } = person;
  const asked = t("people.asked", {
    name: request.by,
    at: minuteOf(request.since),
    role: t(`role.${person.role}`),
    scope: person.scope.name,
  });
  return (
    <section className="sheet mb-4 grid gap-3 border-warn p-5 max-phone:p-4">
      <h2>{t("people.awaiting")}</h2>
      <p>{asked}</p>
      {!request.confirmers.some(({ id }) => id === ctx.actor.id) ? (
        <p className="text-warn">
          {request.confirmers.length > 0
            ? t("people.awaitsOther", {
                names: request.confirmers.map(({ name }) => name).join(t("board.comma")),
              })
            : t("people.awaitsOperator", { username })}
        </p>
      ) : (
        <>
          <p className="note">{t("people.confirmNote")}</p>
          <Form
            action={confirm}
            short
            submitLabel={t("people.confirmOf", { username })}
            className="grid gap-3"
          >
            <HiddenField name="personId" value={person.id} />
            <HiddenField name="version" value={person.version} />
            <HiddenField name="key" value={crypto.randomUUID()} />
          </Form>
        </>
      )}
    </section>
  );
}
