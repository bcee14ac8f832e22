import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { monthName } from "#app/_ui/month-name.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { closedBecause } from "#lib/periods/queries/gate.ts";
import { askedTown } from "./sections/asked.ts";
import { DueShares } from "./sections/due-shares.tsx";
import { MonthChips } from "./sections/month-chips.tsx";
import { MonthGrid } from "./sections/month-grid.tsx";
import { MonthLinks } from "./sections/month-links.tsx";
import { TownAndMonth } from "./sections/town-and-month.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("income.read", query, "all");
  const t = await getTranslations();
  const { towns, town, ...months } = await askedTown(ctx, query);
  if (!town) return <Empty why="none" />;
  const { month, thisMonth } = months;
  const grid = await incomeGrid(ctx, town.id, month);
  const closed = await closedBecause(ctx.db, ctx, town.id, month);
  const editable = !closed && may(ctx.actor, "income.post", { divisionCode: town.code });
  const to = (when: string) =>
    withQuery("/income", query, { town: String(town.id), month: when, done: undefined });
  return (
    <>
      <PageHead
        title={t("income.gridTitle", { town: town.shortName, month: await monthName(month) })}
        crumbs={[{ name: t("income.title"), href: "/income" }, { name: town.shortName }]}
        day={{
          path: "/income",
          query,
          said: [t("income.strict"), t("unit.yuan")],
          fields: { town: town.id, month },
          choose: <TownAndMonth towns={towns} town={town} month={month} thisMonth={thisMonth} />,
          children: (
            <Link className="link text-[13px]" href="/income/bases#strict">
              {t("income.bases")}
            </Link>
          ),
        }}
        done={query.done}
        beside={
          <>
            <MonthChips grid={grid} closed={closed} />
            <MonthStep {...months} to={to} first={firstMonth} last={thisMonth} compact />
          </>
        }
        besides={<MonthLinks town={town} month={month} editable={editable} />}
      />
      <DueShares ctx={ctx} town={town} />
      <MonthGrid grid={grid} editable={editable} />
    </>
  );
}
