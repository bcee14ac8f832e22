import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { PrintLink } from "#app/_ui/print-links.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Card } from "./village-figures.tsx";

/** What a village's card can do besides: paper, its income, its target, itself. */
export async function VillageLinks({ ctx, card }: { ctx: Ctx; card: Card }) {
  const t = await getTranslations();
  const { village, year } = card;
  const { id } = village;
  const place = { divisionCode: village.code };
  return (
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
  );
}
