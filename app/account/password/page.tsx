import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { stepPage } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { Doorway } from "#app/login/doorway.tsx";
import { Leave } from "#app/login/leave.tsx";
import { change } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("changePassword") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { ctx, session } = await stepPage("password");
  const t = await getTranslations("account");
  const forced = session.mustChangePassword;
  const asked = one((await searchParams).next);
  const next = asked ? localPath(asked) : forced ? "/" : "";
  return (
    <Doorway
      title={t("changePassword")}
      note={session.isAged ? t("aged") : forced ? t("mustChange") : t("othersEnd")}
    >
      <Form
        action={change}
        submitLabel={t("changePassword")}
        short
        className="grid gap-4"
        {...(forced ? {} : { cancelTo: "/account" })}
      >
        <input type="hidden" name="username" autoComplete="username" defaultValue={ctx.actor.username} />
        <HiddenField name="next" value={next} />
        <TextField
          name="currentPassword"
          type="password"
          label={t("currentPassword")}
          autoComplete="current-password"
          required
        />
        <TextField
          name="password"
          type="password"
          label={t("newPassword")}
          hint={t("passwordRule")}
          autoComplete="new-password"
          required
        />
        <TextField
          name="passwordAgain"
          type="password"
          label={t("newPasswordAgain")}
          autoComplete="new-password"
          required
        />
      </Form>
      {forced && <Leave />}
    </Doorway>
  );
}
