import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { stepPage } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextField } from "#app/_ui/form-fields.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { Doorway } from "../doorway.tsx";
import { Leave } from "../leave.tsx";
import { enter } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("codeTitle") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  await stepPage("code");
  const t = await getTranslations("login");
  return (
    <Doorway title={t("codeTitle")} note={t("codeNote")}>
      <Form action={enter} submitLabel={t("codeSubmit")} short className="grid gap-4">
        <HiddenField name="next" value={localPath(one((await searchParams).next))} />
        <TextField name="code" label={t("code")} inputMode="numeric" autoComplete="one-time-code" required />
      </Form>
      <p className="note text-center">{t("codeLost")}</p>
      <Leave />
    </Doorway>
  );
}
