import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { askedMonth, firstMonth } from "#app/_server/session/asked-month.ts";
import { context } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, SelectField } from "#app/_ui/form-fields.tsx";
import { Link } from "#app/_ui/link.tsx";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { monthly } from "#lib/imports/input.ts";
import { ownIntakes } from "#lib/imports/queries/imports.ts";
import { sendFile } from "./actions.ts";
import { Sent } from "./sections/sent.tsx";
import { SheetField } from "./sections/sheet-field.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("intake") };
}

/** A town's month by spreadsheet: download a template, send it in filled; and what one has sent in. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await context("intake.upload");
  const t = await getTranslations();
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const town = towns.find((each) => String(each.id) === one(query.town)) ?? towns[0];
  if (!town) return <Empty why="none" />;
  const months = await askedMonth(ctx, query);
  const { month, thisMonth } = months;
  const kind = monthly.find((each) => each === one(query.kind)) ?? "income";
  return (
    <>
      <PageHead title={t("intake.title", { town: town.shortName, month })} done={query.done}>
        {may(ctx.actor, "register.import") && (
          <Link className="button" href="/intake/register">
            {t("intake.register")}
          </Link>
        )}
      </PageHead>
      <div className="sheet no-print mb-3.5 flex flex-wrap items-center">
        <Filters path="/intake" keep={{ kind: one(query.kind) }}>
          {towns.length > 1 && (
            <FilterSelect
              name="town"
              label={t("level.town")}
              value={town === towns[0] ? "" : String(town.id)}
              choices={towns.slice(1).map((each) => ({ value: String(each.id), label: each.shortName }))}
              all={towns[0]?.shortName ?? ""}
            />
          )}
          <FilterField label={t("income.monthOf")}>
            <input
              type="month"
              name="month"
              defaultValue={month}
              min={firstMonth}
              max={thisMonth}
              className="input"
            />
          </FilterField>
        </Filters>
        <span className="ml-auto p-3 max-phone:w-full max-phone:pt-0">
          <MonthStep
            {...months}
            to={(when) => withQuery("/intake", query, { month: when, done: undefined })}
            first={firstMonth}
            last={thisMonth}
          />
        </span>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 lg:grid-cols-2">
        <section className="sheet p-4" aria-labelledby="template">
          <h2 id="template">{t("intake.download")}</h2>
          <p className="note mt-1">{t("intake.downloadHint")}</p>
          <ul className="mt-3 grid gap-2">
            {monthly.map((each) => (
              <li
                key={each}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-2"
              >
                <span className="min-w-0 flex-1">
                  <b className="font-semibold">{t(`intake.sheet.${each}`)}</b>{" "}
                  <span className="text-[13px] text-ink-2">{t(`intake.holds.${each}`)}</span>
                </span>
                <a
                  className="button"
                  href={withQuery("/intake/template", { kind: each, town: String(town.id), month })}
                  aria-label={t("intake.downloadOf", { form: t(`intake.sheet.${each}`) })}
                  download
                >
                  {t("intake.downloadShort")}
                </a>
              </li>
            ))}
          </ul>
        </section>
        <section className="sheet p-4" aria-labelledby="upload">
          <h2 id="upload">{t("intake.upload")}</h2>
          <p className="note mt-1 mb-3">{t("intake.uploadHint")}</p>
          <Form action={sendFile} submitLabel={t("intake.send")} short>
            <HiddenField name="key" value={randomUUID()} />
            <HiddenField name="townId" value={town.id} />
            <HiddenField name="month" value={month} />
            <div className="grid gap-3.5">
              <SelectField
                name="kind"
                label={t("intake.kind")}
                value={kind}
                choices={monthly.map((value) => ({ value, label: t(`intake.sheet.${value}`) }))}
                required
              />
              <SheetField />
            </div>
          </Form>
        </section>
      </div>
      <Sent lines={await ownIntakes(ctx)} />
    </>
  );
}
