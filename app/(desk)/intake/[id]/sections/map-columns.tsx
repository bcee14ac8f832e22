import { randomUUID } from "node:crypto";
import { localeOf } from "#app/_server/i18n/locale.ts";
import { translateIn } from "#app/_server/i18n/locale-messages.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField, TextField } from "#app/_ui/form-fields.tsx";
import { Table } from "#app/_ui/table.tsx";
import { nameColumns } from "#app/(desk)/intake/actions.ts";
import type { IntakePage } from "#lib/imports/queries/imports.ts";

type Props = { page: IntakePage; columns: NonNullable<IntakePage["columns"]> };

/**
 * Each field of ours with the column that it is in, guessed by the headings; a few values of each column to
 * know it by.
 */
export async function MapColumns({ page: { intake, fields }, columns }: Props) {
  const t = await getTranslations("intake");
  const words = translateIn(await localeOf());
  const named = columns.flatMap((column, at) => (column.heading === "" ? [] : [{ ...column, at }]));
  const nameOf = ({ letters, heading }: { letters: string; heading: string }) =>
    t("map.columnOf", { letters, heading });
  const choices = named.map((column) => ({ value: String(column.at), label: nameOf(column) }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-2">
      <section className="sheet p-4" aria-labelledby="columns">
        <h2 id="columns">{t("map.title")}</h2>
        <p className="note mt-1 mb-3">{t(intake.kind === "villages" ? "map.hintVillages" : "map.hint")}</p>
        <Form action={nameColumns} submitLabel={t("map.save")}>
          <HiddenField name="intakeId" value={intake.id} />
          <HiddenField name="key" value={randomUUID()} />
          <div className="grid gap-3 sm:grid-cols-2">
            {fields.map((field) => {
              const at = columns.findIndex((column) => column.field === field.key);
              return (
                <SelectField
                  key={field.key}
                  name={`column.${field.key}`}
                  label={field.heading(words)}
                  value={at < 0 ? "" : String(at)}
                  empty={t("map.none")}
                  choices={choices}
                />
              );
            })}
            <TextField
              name="profile"
              label={t("map.profile")}
              hint={t("map.profileHint")}
              className="sm:col-span-2"
            />
          </div>
        </Form>
      </section>
      <section className="sheet" aria-labelledby="sheet">
        <div className="sheet-head mb-2">
          <h2 id="sheet">{intake.content?.sheet}</h2>
        </div>
        <Table
          label={t("map.samples")}
          box={false}
          rows={named}
          rowKey={({ at }) => at}
          columns={[
            { kind: "name", head: t("map.column"), cell: nameOf },
            {
              head: t("map.samples"),
              look: "break-all text-ink-2",
              cell: ({ samples }) => samples.map((sample) => sample.slice(0, 40)).join(" · "),
            },
          ]}
        />
      </section>
    </div>
  );
}
