import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { may } from "#lib/access/policy.ts";
import type { Board } from "#lib/board/queries/board.ts";
import type { Ctx } from "#lib/core/context.ts";

/** Where nothing is posted and nothing reported: the ways to do so. */
export async function NothingYet({ ctx, board }: { ctx: Ctx; board: Board }) {
  const { noData, villages, funding } = board.totals;
  if (noData !== villages || board.attention.length > 0 || Object.keys(funding).length > 0) return null;
  const t = await getTranslations("board");
  return (
    <div className="sheet flex flex-wrap items-center gap-3 px-4 py-3 text-ink-2" role="note">
      <p>{t("empty", { place: board.node.name, year: String(board.year) })}</p>
      {may(ctx.actor, "income.post") && (
        <Link className="button" href="/income">
          {t("toIncome")}
        </Link>
      )}
      <Link className="button" href="/projects">
        {t("toProjects")}
      </Link>
    </div>
  );
}
