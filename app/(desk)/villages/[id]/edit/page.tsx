import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { saveVillage } from "#app/(desk)/villages/actions.ts";
import { villageById } from "#lib/divisions/queries/divisions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("village"))("edit") };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await context("village.edit");
  const t = await getTranslations("village");
  const village = await orNotFound(villageById(ctx.db, ctx.actor, Number((await params).id) || 0));
  const back = `/villages/${village.id}`;
  return (
    <>
      <PageHead
        title={t("editOf", { village: village.shortName })}
        crumbs={[
          { name: t("title"), href: "/villages" },
          { name: village.shortName, href: back },
        ]}
      />
      <section className="sheet max-w-3xl p-5 max-phone:p-4">
        <Form action={saveVillage} draft={`village-${village.id}`} cancelTo={back} className="grid gap-4">
          <HiddenField name="villageId" value={village.id} />
          <HiddenField name="version" value={village.version} />
          <HiddenField name="key" value={crypto.randomUUID()} />
          <TextArea name="plan" label={t("plan")} hint={t("planHint")} value={village.plan} rows={6} />
          <div className="grid grid-cols-2 gap-4 max-phone:grid-cols-1">
            <TextField name="contact" label={t("contact")} hint={t("contactHint")} value={village.contact} />
            <TextField
              name="contactPhone"
              label={t("contactPhone")}
              type="tel"
              inputMode="tel"
              value={village.contactPhone}
            />
          </div>
        </Form>
      </section>
    </>
  );
}
