import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { waitingMonths } from "#lib/filing/queries/readiness.ts";

/**
 * Where the office's day begins: the months that towns have filed and nobody has judged yet, each leading to
 * where that is done.
 */
export async function WaitingMonths({ ctx }: { ctx: Ctx }) {
  if (!may(ctx.actor, "filing.approve")) return null;
  const months = await waitingMonths(ctx);
  if (months.length === 0) return null;
  const t = await getTranslations("filing");
  return (
    <p className="sheet no-print flex flex-wrap items-baseline gap-x-4 px-4 py-2" role="note">
      <b>◐ {t("waiting", { count: months.reduce((sum, { towns }) => sum + towns, 0) })}</b>
      {months.map(({ month, towns }) => (
        <Link key={month} className="link" href={`/filing?year=${month.slice(0, 4)}&month=${month}#batch`}>
          {t("waitingMonth", { month, towns })} ›
        </Link>
      ))}
    </p>
  );
}
