import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import { Comments } from "#app/(desk)/board/meetings/sections/comments.tsx";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { villageCard, yearsOf } from "#lib/income/queries/village-card.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { IncomeCharts } from "./sections/income-charts.tsx";
import { Particulars } from "./sections/particulars.tsx";
import { Targets } from "./sections/targets.tsx";
import { TierTurns } from "./sections/tier-turns.tsx";
import { Accounts } from "./sections/village-accounts.tsx";
import { Figures } from "./sections/village-figures.tsx";
import { VillageHead } from "./sections/village-head.tsx";
import { VillageHistory } from "./sections/village-history.tsx";
import { Projects } from "./sections/village-projects.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("village"))("card") };
}

export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("village.read", query);
  const id = Number((await params).id) || 0;
  const thisYear = Number(today(ctx).slice(0, 4));
  const asked = Number(one(query.year));
  const year = asked >= 2000 && asked <= 2100 ? asked : yearOfMonth(await monthToRead(ctx));
  const card = await orNotFound(villageCard(ctx, id, year));
  const { village } = card;
  const years = [...new Set([thisYear, ...(await yearsOf(ctx.db, id)), year])].toSorted((a, b) => b - a);
  return (
    <>
      <VillageHead ctx={ctx} card={card} query={query} years={years} />
      <Figures card={card} today={today(ctx)} />
      <IncomeCharts card={card} today={today(ctx)} />
      <div className="mt-3.5 grid items-start gap-3.5 xl:grid-cols-[3fr_2fr]">
        <div className="grid gap-3.5">
          <Accounts card={card} />
          <Projects projects={await projectLights(ctx.db, village, today(ctx))} card={card} />
        </div>
        <div className="grid gap-3.5">
          <Particulars card={card} />
          <Targets card={card} />
          <TierTurns ctx={ctx} card={card} />
          <Comments ctx={ctx} about={{ villageId: id }} divisionCode={village.code} />
          <VillageHistory events={await historyOf(ctx, { type: "village", id })} />
        </div>
      </div>
    </>
  );
}
