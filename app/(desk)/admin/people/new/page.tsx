import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { create } from "../actions.ts";
import { PersonFields } from "../sections/person-fields.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("create") };
}

export default async function Page() {
  const ctx = await context("person.create");
  const t = await getTranslations();
  return (
    <>
      <PageHead title={t("people.create")} crumbs={[{ name: t("people.title"), href: "/admin/people" }]} />
      <div className="sheet max-w-2xl p-5 max-phone:p-4">
        <Form
          action={create}
          draft="person-new"
          submitLabel={t("people.create")}
          cancelTo="/admin/people"
          className="grid gap-4"
        >
          <HiddenField name="key" value={crypto.randomUUID()} />
          <TextField name="username" label={t("login.username")} hint={t("people.usernameHint")} required />
          <PersonFields ctx={ctx} />
          <TextField name="password" label={t("people.password")} hint={t("people.passwordHint")} />
        </Form>
      </div>
    </>
  );
}
