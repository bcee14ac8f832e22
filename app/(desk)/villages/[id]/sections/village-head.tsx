import { type Crumb, PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { CardTier } from "./card-tier.tsx";
import type { Card } from "./village-figures.tsx";
import { VillageLinks } from "./village-links.tsx";
import { YearChoice } from "./year-choice.tsx";

type Props = { ctx: Ctx; card: Card; query: Query; years: number[] };

/** Which village, how it is seen, and what can be done; on paper, what is shown in one line. */
export async function VillageHead({ ctx, card, query, years }: Props) {
  const t = await getTranslations();
  const { village, year } = card;
  const { id } = village;
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
          children: <YearChoice id={id} years={years} year={year} />,
        }}
        done={query.done}
        beside={<CardTier card={card} />}
        besides={<VillageLinks ctx={ctx} card={card} />}
      />
      <p className="only-print mb-2">
        {t("village.printed", {
          place: card.path.map((each) => each.shortName).join(" "),
          year,
          on: today(ctx),
          basis: t("village.basisOf", { basis: t(`view.${viewParams().basis}`) }),
        })}
      </p>
    </>
  );
}
