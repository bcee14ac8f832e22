import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { Form } from "#app/_ui/form.tsx";
import { HiddenField, TextArea, TextField } from "#app/_ui/form-fields.tsx";
import { monthName } from "#app/_ui/month-name.ts";
import { sendBack } from "#app/(desk)/filing/actions.ts";
import { isMonth } from "#lib/core/dates.ts";
import { filedMonth } from "#lib/filing/queries/filed-month.ts";
import { isPossible } from "#lib/periods/rules/month-state.ts";
import { FundingRemarks } from "./sections/funding-remarks.tsx";
import { ProjectRemarks } from "./sections/project-remarks.tsx";
import { VillageRemarks } from "./sections/village-remarks.tsx";

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
  const path = `/filing/${code}/${month}`;
  const title = t("filing.returnTitle", { town: filed.town.shortName, month: await monthName(month) });
  const crumbs = [
    { name: t("nav.filing"), href: "/filing" },
    { name: `${filed.town.shortName} ${month}`, href: path },
  ];
  const head = <PageHead title={title} crumbs={crumbs} />;
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
        <VillageRemarks villages={filed.villages} />
        <ProjectRemarks reports={filed.reports} />
        <FundingRemarks rows={filed.funding} />
      </Form>
    </>
  );
}
