import type { Metadata } from "next";
import { History } from "#app/_parts/audit/history-list.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { HandoverCard } from "#app/_parts/people/handover-card.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { handedOver } from "#app/_server/session/handover.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField, TickField } from "#app/_ui/form-fields.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { type Person, personOf, type Request } from "#lib/people/queries/people.ts";
import { confirm, disable, edit, enable, reset, unlock } from "../actions.ts";
import { PersonFields } from "../sections/person-fields.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("people") };
}

export default async function Page({ params, searchParams }: Props) {
  const ctx = await context("person.read");
  const person = await orNotFound(personOf(ctx, Number((await params).id) || 0));
  const t = await getTranslations();
  const handover = await handedOver();
  const at = minuteOf(person.updatedAt ?? person.createdAt);
  const own = person.id === ctx.actor.id;
  return (
    <>
      <PageHead
        title={person.username}
        crumbs={[{ name: t("people.title"), href: "/admin/people" }]}
        done={(await searchParams).done}
      >
        {person.disabledAt && <span className="chip text-bad!">{t("people.disabled")}</span>}
        {person.awaited && !person.disabledAt && (
          <span className="chip text-warn!">{t("people.awaiting")}</span>
        )}
        {person.mustChangePassword && !person.disabledAt && (
          <span className="chip">{t("people.invited")}</span>
        )}
        <span className="chip">
          {t("account.secondFactor")} <b>{t(person.hasSecondFactor ? "account.on" : "account.off")}</b>
        </span>
      </PageHead>
      {handover && (
        <div className="mb-4 max-w-2xl">
          <HandoverCard handover={handover} kind="password" />
        </div>
      )}
      {person.awaited && !person.disabledAt && <Awaited ctx={ctx} person={person} request={person.awaited} />}
      <div className="grid items-start gap-4 xl:grid-cols-2">
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
        <div className="grid gap-4">
          {own ? (
            <p className="sheet p-5 text-ink-2">{t("people.own")}</p>
          ) : (
            <Keys ctx={ctx} person={person} />
          )}
        </div>
        <Trail ctx={ctx} person={person} />
      </div>
    </>
  );
}

/** What the account awaits, from whom, and for those people the word itself. */
async function Awaited({ ctx, person, request }: { ctx: Ctx; person: Person; request: Request }) {
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

/** Password and standing of somebody else's account. */
async function Keys({ ctx, person }: { ctx: Ctx; person: Awaited<ReturnType<typeof personOf>> }) {
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

/** What happened to the account, newest first. */
async function Trail({ ctx, person }: { ctx: Ctx; person: Person }) {
  const t = await getTranslations();
  const fieldName = (field: string) => knownWord(t, `people.field.${field}`);
  const show = (field: string, value: unknown) => {
    return field === "duty" || field === "role" ? knownWord(t, `${field}.${value}`) : undefined;
  };
  return (
    <section className="sheet xl:col-span-2">
      <header className="sheet-head">
        <h2>{t("app.history")}</h2>
      </header>
      <History
        events={await historyOf(ctx, { type: "person", id: person.id })}
        fieldName={fieldName}
        show={show}
      />
    </section>
  );
}
