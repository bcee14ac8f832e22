import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { History } from "#app/_parts/audit/history-list.tsx";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { type Crumb, PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { PrintLink } from "#app/_ui/print-links.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { Comments } from "#app/(desk)/board/meetings/sections/comments.tsx";
import { may } from "#lib/access/policy.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { villageCard, yearsOf } from "#lib/income/queries/village-card.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { IncomeCharts } from "./sections/income-charts.tsx";
import { Particulars } from "./sections/particulars.tsx";
import { Targets } from "./sections/targets.tsx";
import { TierTurns } from "./sections/tier-turns.tsx";
import { Accounts } from "./sections/village-accounts.tsx";
import { Figures } from "./sections/village-figures.tsx";
import { Projects } from "./sections/village-projects.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("village"))("card") };
}

export default async function Page({ params, searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("village.read", query);
  const t = await getTranslations();
  const id = Number((await params).id) || 0;
  const thisYear = Number(today(ctx).slice(0, 4));
  const asked = Number(one(query.year));
  const year = asked >= 2000 && asked <= 2100 ? asked : yearOfMonth(await monthToRead(ctx));
  const card = await orNotFound(villageCard(ctx, id, year));
  const { village } = card;
  const place = { divisionCode: village.code };
  const english = (await getLocale()) === "en";
  const band = card.bands.find((each) => each.key === card.tier);
  const tierName =
    card.tier === noData
      ? t(card.filed.some((month) => month.reported) ? "tier.waiting" : "tier.noData")
      : ((english ? band?.nameEn : band?.name) ?? card.tier);
  const years = [...new Set([thisYear, ...(await yearsOf(ctx.db, id)), year])].toSorted((a, b) => b - a);
  const crumbs: Crumb[] = card.path.slice(0, -1).map((each) => ({
    name: each.shortName,
    ...(may(ctx.actor, "board.read", { divisionCode: each.code })
      ? { href: `/board?node=${each.code}` }
      : {}),
  }));
  return (
    <>
      <PageHead
        title={village.shortName}
        crumbs={crumbs}
        day={{
          path: `/villages/${id}`,
          query,
          money: true,
          of: t("app.perYear", { year }),
          children: (
            <div className="row">
              <span aria-hidden="true">{t("village.year")}</span>
              <nav aria-label={t("village.year")} className="seg flex-wrap">
                {years.map((each) => (
                  <Link
                    key={each}
                    href={withQuery(`/villages/${id}`, { year: String(each) })}
                    aria-current={each === year ? "true" : undefined}
                  >
                    {each}
                  </Link>
                ))}
              </nav>
            </div>
          ),
        }}
        done={query.done}
        beside={
          <TierMark
            tier={card.tier}
            label={tierName}
            hint={card.tier === "none" ? t("tier.noneHint") : undefined}
          />
        }
        besides={
          <Besides
            shown={
              <>
                <PrintLink href={`/print/village/${id}?year=${year}`} label={t("print.pdf")} />
                {may(ctx.actor, "income.post", place) && (
                  <Link className="button no-print" href={`/income?town=${village.parentId}`}>
                    {t("village.postIncome")}
                  </Link>
                )}
                {may(ctx.actor, "target.set", place) && (
                  <Link className="button no-print" href={`/villages/${id}/target?year=${year}`}>
                    {t("village.setTarget")}
                  </Link>
                )}
                {may(ctx.actor, "village.edit", place) && (
                  <Link className="button no-print" href={`/villages/${id}/edit`}>
                    {t("app.edit")}
                  </Link>
                )}
              </>
            }
          />
        }
      />
      <p className="only-print mb-2">
        {t("village.printed", {
          place: card.path.map((each) => each.shortName).join(" "),
          year,
          on: today(ctx),
          basis: t("village.basisOf", { basis: t(`view.${viewParams().basis}`) }),
        })}
      </p>
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
          <section className="sheet no-print">
            <div className="sheet-head pb-2">
              <h2>{t("app.history")}</h2>
            </div>
            <VillageHistory events={await historyOf(ctx, { type: "village", id })} />
          </section>
        </div>
      </div>
    </>
  );
}

async function VillageHistory({ events }: { events: Awaited<ReturnType<typeof historyOf>> }) {
  const t = await getTranslations();
  if (events.length === 0) return <p className="note px-4 pb-4">{t("village.noHistory")}</p>;
  return <History events={events} fieldName={(field) => knownWord(t, `village.fields.${field}`)} />;
}
