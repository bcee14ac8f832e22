import { MonthOfDay } from "#app/_parts/board/month-of-day.tsx";
import { CompletenessChip } from "#app/_parts/filing/completeness-chip.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { VillageRegister } from "#lib/income/queries/village-register.ts";

/** How many villages meet their target and how many have figures, each a link to them. */
export async function RegisterChips({ total, query }: { total: VillageRegister["total"]; query: Query }) {
  const t = await getTranslations("village");
  return (
    <>
      <Link className="chip" href={withQuery("/villages", query, { met: "yes", page: undefined })}>
        {t("metCount")}{" "}
        <b>
          {total.met}/{total.villages}
        </b>
      </Link>
      <Link
        className="chip"
        href={withQuery("/villages", query, { met: undefined, tier: undefined, page: undefined })}
      >
        {t("withData")}{" "}
        <b>
          {total.withData}/{total.villages}
        </b>
      </Link>
    </>
  );
}

/** How complete the newest month is, and the day that it is read of. */
export async function RegisterMonth({
  ctx,
  node,
  query,
  month,
}: {
  ctx: Ctx;
  node: Division;
  query: Query;
  month: Month;
}) {
  return (
    <>
      <CompletenessChip ctx={ctx} node={node} month={month} />
      <MonthOfDay ctx={ctx} path="/villages" query={query} month={month} />
    </>
  );
}
