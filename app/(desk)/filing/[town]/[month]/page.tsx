import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { monthName } from "#app/_ui/month-name.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { today } from "#lib/core/context.ts";
import { isMonth, monthOfDay, yearOfMonth } from "#lib/core/dates.ts";
import { filedMonth } from "#lib/filing/queries/filed-month.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";
import { Acts } from "./sections/acts.tsx";
import { EarlierFigures } from "./sections/earlier-figures.tsx";
import { Events } from "./sections/events.tsx";
import { FundingRows } from "./sections/funding-rows.tsx";
import { IncomeByVillage } from "./sections/income-by-village.tsx";
import { MissingList } from "./sections/missing-list.tsx";
import { Remarks } from "./sections/remark-list.tsx";
import { Reports } from "./sections/report-rows.tsx";
import { Since } from "./sections/since.tsx";
import { State } from "./sections/state.tsx";
import "#app/(desk)/filing/sections/filing.css";

type Props = { params: Promise<{ town: string; month: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getTranslations("nav"))("filing")} ${(await params).month}` };
}

/** What a town files for a month, what is missing, what became of it, and what can be done to it now. */
export default async function Page({ params, searchParams }: Props) {
  const { town: code, month } = await params;
  const query = await searchParams;
  if (!isMonth(month) || !/^\d{12}$/.test(code)) notFound();
  const ctx = await pageContext("filing.read", query, "all");
  const filed = await orNotFound(filedMonth(ctx, code, month));
  const t = await getTranslations("filing");
  const path = `/filing/${code}/${month}`;
  return (
    <>
      <PageHead
        title={t("monthTitle", { town: filed.town.shortName, month: await monthName(month) })}
        crumbs={[
          { name: t("crumb", { year: yearOfMonth(month) }), href: `/filing?year=${yearOfMonth(month)}` },
          { name: filed.town.shortName },
        ]}
        day={{ path, query }}
        done={query.done}
      >
        <MonthStep
          month={month}
          to={(when) => `/filing/${code}/${when}`}
          atWork={await monthAtWork(ctx)}
          first={firstMonth}
          last={monthOfDay(today(ctx))}
        />
        <PrintButton label={(await getTranslations("app"))("print")} />
      </PageHead>
      <div className="grid items-start gap-3.5 lg:grid-cols-2">
        <State filed={filed}>
          <Acts ctx={ctx} filed={filed} />
        </State>
        <MissingList filed={filed} />
        <Remarks ctx={ctx} filed={filed} chosen={Number(one(query.answer)) || undefined} />
        <Since filed={filed} />
        <EarlierFigures filed={filed} />
        <IncomeByVillage filed={filed} />
        <Reports filed={filed} />
        <FundingRows filed={filed} />
        <Events events={filed.events} />
      </div>
    </>
  );
}
