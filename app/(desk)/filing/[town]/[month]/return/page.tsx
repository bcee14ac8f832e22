import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { monthName } from "#app/_ui/month-name.ts";
import { sendBack } from "#app/(desk)/filing/actions.ts";
import { isMonth } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { filedMonth } from "#lib/filing/queries/filed-month.ts";
import { incomeTable } from "#lib/filing/rules/income-table.ts";
import { isPossible } from "#lib/periods/rules/month-state.ts";
import { BesideLine } from "../sections/beside-earlier.tsx";
import { FlagList } from "../sections/flag-list.tsx";

type Props = { params: Promise<{ town: string; month: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("filing"))("act.return") };
}

/** 退回: the reason, and beside any row what is wrong with it. */
export default async function Page({ params }: Props) {
  const { town: code, month } = await params;
  if (!isMonth(month) || !/^\d{12}$/.test(code)) notFound();
  const ctx = await context("filing.return");
  const filed = await orNotFound(filedMonth(ctx, code, month));
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const path = `/filing/${code}/${month}`;
  const { lines } = incomeTable(filed.villages);
  const title = t("filing.returnTitle", { town: filed.town.shortName, month: await monthName(month) });
  const head = (
    <PageHead
      title={title}
      crumbs={[
        { name: t("nav.filing"), href: "/filing" },
        { name: `${filed.town.shortName} ${month}`, href: path },
      ]}
    />
  );
  if (!isPossible("return", filed.standing))
    return (
      <>
        {head}
        <p className="sheet p-4">{t("filing.notToReturn", { state: t(`filing.state.${filed.standing}`) })}</p>
      </>
    );
  return (
    <>
      {head}
      <Form
        action={sendBack}
        submitLabel={t("filing.returnIt")}
        danger
        cancelTo={path}
        draft={`return-${code}-${month}`}
      >
        <HiddenField name="townId" value={filed.town.id} />
        <HiddenField name="month" value={month} />
        <HiddenField name="version" value={filed.version} />
        <section className="sheet grid gap-3 p-4">
          <TextArea name="reason" label={t("filing.returnReason")} required rows={2} />
          <TextField name="remark.month.r0" label={t("filing.remarkMonth")} />
        </section>
        <section className="sheet mt-3 p-4">
          <h2>{t("filing.remarkVillages")}</h2>
          <ul className="mt-2 grid items-start gap-x-6 gap-y-3 lg:grid-cols-2">
            {filed.villages.map((village, at) => (
              <li key={village.id}>
                <TextField
                  name={`remark.village.r${village.id}`}
                  label={`${village.name} · ${lines[at]?.operatingFen == null ? t("light.grey") : `${t("filing.operating")} ${formatFen(lines[at].operatingFen)}`}`}
                />
                <BesideLine beside={village.beside} />
                <FlagList flags={village.beside.flags} />
                {village.rows.length > 0 && (
                  <details className="mt-1 pl-3">
                    <summary className="text-[13px] text-brand-ink">
                      {t("filing.remarkPostings", { count: village.rows.length })}
                    </summary>
                    <div className="mt-1 grid gap-2">
                      {village.rows.map((row) => (
                        <TextField
                          key={row.id}
                          name={`remark.income.r${row.id}`}
                          label={`${row.accountCode} ${english ? row.accountNameEn : row.accountName} · ${formatFen(row.amountFen)}${row.note ? ` · ${row.note}` : ""}`}
                        />
                      ))}
                    </div>
                  </details>
                )}
              </li>
            ))}
          </ul>
        </section>
        {filed.reports.length > 0 && (
          <section className="sheet mt-3 p-4">
            <h2>{t("filing.remarkProjects")}</h2>
            <div className="mt-2 grid items-start gap-x-6 gap-y-3 lg:grid-cols-2">
              {filed.reports.map(({ project, report, lit }) => (
                <div key={project.id}>
                  <TextField
                    name={`remark.project.r${project.id}`}
                    label={`${project.number} ${project.name} · ${report ? `${report.progressBp / 100}%` : t("light.grey")}`}
                  />
                  {lit && (
                    <small>
                      <LightMark light={lit.light} />
                    </small>
                  )}
                </div>
              ))}
            </div>
          </section>
        )}
        {filed.funding.length > 0 && (
          <details className="sheet mt-3 p-4">
            <summary className="font-semibold">
              {t("filing.remarkFunding", { count: filed.funding.length })}
            </summary>
            <div className="mt-2 grid gap-x-6 gap-y-3 lg:grid-cols-2">
              {filed.funding.map((row) => (
                <TextField
                  key={row.id}
                  name={`remark.funding.r${row.id}`}
                  label={`${row.onDay} ${row.project.number} ${row.project.name} · ${t(`funding.stage.${row.stage}`)} · ${formatFen(row.amountFen)}`}
                />
              ))}
            </div>
          </details>
        )}
      </Form>
    </>
  );
}
