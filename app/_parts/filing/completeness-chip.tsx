import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { completenessOf } from "#lib/filing/queries/completeness.ts";

/**
 * How much of a month the totals of a page are made of: villages with income, and with approved income. Leads
 * to the filings.
 */
export async function CompletenessChip({ ctx, node, month }: { ctx: Ctx; node: Division; month: Month }) {
  const t = await getTranslations("view");
  const { villages, towns } = await completenessOf(ctx, node, month);
  const { all, reported, approved } = villages;
  const said = (
    <>
      {t("month", { month: Number(month.slice(5)) })} {t("reported")} <b>{`${reported}/${all}`}</b>{" "}
      {t("approvedOf")} <b>{`${approved}/${all}`}</b>
    </>
  );
  const hint = t("completeHint", {
    month,
    reported,
    approved,
    all,
    towns: towns.all,
    townsSubmitted: towns.submitted,
    townsApproved: towns.approved,
  });
  const isTown = node.level === "town";
  return may(ctx.actor, "filing.read") && (isTown || node.level === "county") ? (
    <Link
      className="chip"
      href={isTown ? `/filing/${node.code}/${month}` : withQuery("/filing", { year: month.slice(0, 4) })}
      title={hint}
      today
    >
      {said}
    </Link>
  ) : (
    <span className="chip" title={hint}>
      {said}
    </span>
  );
}
