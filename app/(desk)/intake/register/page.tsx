import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { yearOfMonth } from "#lib/core/dates.ts";
import { registers } from "#lib/imports/input.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { sendRegister } from "../actions.ts";
import { SheetField } from "../sections/sheet-field.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("intake"))("registerTitle") };
}

/** The office brings the register that its district has today. */
export default async function Page() {
  const ctx = await context("register.import");
  const t = await getTranslations();
  return (
    <>
      <PageHead title={t("intake.registerTitle")} crumbs={[{ name: t("nav.intake"), href: "/intake" }]} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-2">
        <section className="sheet p-4">
          <p className="note mb-3">{t("intake.registerHint")}</p>
          <Form action={sendRegister} submitLabel={t("intake.send")} cancelTo="/intake" short>
            <HiddenField name="key" value={randomUUID()} />
            <div className="grid gap-3.5">
              <SelectField
                name="kind"
                label={t("intake.kind")}
                choices={registers.map((value) => ({ value, label: t(`intake.sheet.${value}`) }))}
                value="projects"
                required
              />
              <TextField
                name="year"
                label={t("intake.registerYear")}
                hint={t("intake.registerYearHint")}
                value={String(yearOfMonth(await monthAtWork(ctx)))}
                inputMode="numeric"
                required
              />
              <SheetField />
            </div>
          </Form>
        </section>
        <section className="sheet p-4 text-ink-2" aria-labelledby="reads">
          <h2 id="reads" className="mb-2 text-ink">
            {t("intake.registerReads.title")}
          </h2>
          <ul className="grid list-disc gap-1 pl-5">
            {(["projects", "villages", "again"] as const).map((each) => (
              <li key={each}>{t(`intake.registerReads.${each}`)}</li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}
