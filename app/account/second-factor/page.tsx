import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { stepPage } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { QrCode } from "#app/_ui/qr-code.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { Doorway } from "#app/login/doorway.tsx";
import { Leave } from "#app/login/leave.tsx";
import { ownAccountOf } from "#lib/people/queries/people.ts";
import { enrolment, offeredSecret } from "#lib/people/store/second-factor.ts";
import { enrol, remove } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("secondFactor") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { ctx, session, token } = await stepPage("enrol");
  const t = await getTranslations("account");
  const due = session.secondFactorDue === "enrol";
  const asked = one((await searchParams).next);
  const code = (
    <TextField name="code" label={t("code")} inputMode="numeric" autoComplete="one-time-code" required />
  );
  if ((await ownAccountOf(ctx)).hasSecondFactor)
    return (
      <Doorway title={t("secondFactor")} note={t("secondFactorRemoveNote")}>
        <Form
          action={remove}
          submitLabel={t("secondFactorRemove")}
          short
          className="grid gap-4"
          cancelTo="/account"
        >
          {code}
        </Form>
      </Doorway>
    );
  const { uri, typed } = enrolment(offeredSecret(token), ctx.actor.username);
  return (
    <Doorway title={t("secondFactor")} note={due ? t("secondFactorDue") : undefined}>
      <ol className="grid list-decimal gap-3 pl-5">
        <li>{t("secondFactorApp")}</li>
        <li>
          {t("secondFactorScan")}
          <QrCode text={uri} label={t("secondFactorQr")} />
          <span className="note">{t("secondFactorTyped")}</span>
          <code className="mt-0.5 block rounded bg-mute-bg px-2 py-1 text-[13px] break-words select-all">
            {typed}
          </code>
        </li>
        <li>{t("secondFactorEnter")}</li>
      </ol>
      <Form
        action={enrol}
        submitLabel={t("secondFactorTurnOn")}
        short
        className="grid gap-4"
        {...(due ? {} : { cancelTo: "/account" })}
      >
        <HiddenField name="next" value={asked ? localPath(asked) : due ? "/" : ""} />
        {code}
      </Form>
      {due && <Leave />}
    </Doorway>
  );
}
