import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField, TickField } from "#app/_ui/form-fields.tsx";
import { disable, enable, reset, unlock } from "#app/(desk)/admin/people/actions.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Account, Person } from "#lib/people/queries/people.ts";

/** Password and standing of somebody else's account. */
export async function Keys({ ctx, person }: { ctx: Ctx; person: Account }) {
  const t = await getTranslations();
  const { username } = person;
  return (
    <>
      {person.lockedMinutes > 0 && may(ctx.actor, "person.unlock") && (
        <section className="sheet grid gap-3 p-5 max-phone:p-4">
          <h2>{t("people.locked")}</h2>
          <p className="note">{t("people.lockedNote", { minutes: person.lockedMinutes })}</p>
          <Form action={unlock} short submitLabel={t("people.unlockOf", { username })} className="grid gap-3">
            <HiddenField name="personId" value={person.id} />
            <HiddenField name="key" value={crypto.randomUUID()} />
          </Form>
        </section>
      )}
      {!person.disabledAt && may(ctx.actor, "person.reset") && (
        <section className="sheet grid gap-3 p-5 max-phone:p-4">
          <h2>{t("people.reset")}</h2>
          <p className="note">{t("people.resetNote")}</p>
          <Form action={reset} short submitLabel={t("people.resetOf", { username })} className="grid gap-3">
            <HiddenField name="personId" value={person.id} />
            <HiddenField name="key" value={crypto.randomUUID()} />
            <TextField name="password" label={t("account.newPassword")} hint={t("people.passwordHint")} />
            {person.hasSecondFactor && (
              <TickField name="clearSecondFactor" label={t("people.clearSecondFactor")} />
            )}
          </Form>
        </section>
      )}
      {may(ctx.actor, person.disabledAt ? "person.enable" : "person.disable") && <Standing person={person} />}
    </>
  );
}

/** The account's being open or shut. */
async function Standing({ person }: { person: Person }) {
  const t = await getTranslations();
  const { username } = person;
  return (
    <section className="sheet grid gap-3 p-5 max-phone:p-4">
      <h2>{t(person.disabledAt ? "people.enable" : "people.disable")}</h2>
      <p className="note">{t(person.disabledAt ? "people.enableNote" : "people.disableNote")}</p>
      <Form
        action={person.disabledAt ? enable : disable}
        short
        danger={!person.disabledAt}
        submitLabel={t(person.disabledAt ? "people.enableOf" : "people.disableOf", { username })}
        className="grid gap-3"
      >
        <HiddenField name="personId" value={person.id} />
        <HiddenField name="version" value={person.version} />
        <HiddenField name="key" value={crypto.randomUUID()} />
        {!person.disabledAt && <TextField name="reason" label={t("people.reason")} />}
      </Form>
    </section>
  );
}
