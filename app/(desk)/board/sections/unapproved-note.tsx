import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Board } from "#lib/board/queries/board.ts";
import { unapprovedOf } from "#lib/board/queries/unapproved.ts";
import type { Ctx } from "#lib/core/context.ts";
import { unitBehind } from "#lib/core/money.ts";

/** Says what the approved figures leave out, and leads to them. Nothing where nothing waits. */
export async function Unapproved({
  ctx,
  board,
  path,
  query,
}: {
  ctx: Ctx;
  board: Board;
  path: string;
  query: Query;
}) {
  const waiting = await unapprovedOf(ctx, board);
  if (!waiting) return null;
  const t = await getTranslations();
  const { met, noData } = waiting;
  return (
    <aside role="note" className="unapproved-note">
      <span>
        {t("view.waiting")} {t(`view.${board.view.basis ?? "strict"}`)}{" "}
        <Money fen={waiting.operatingFen} sign /> {unitBehind(t(`unit.${await unitOf()}`))}
        {met !== 0 && ` · ${t("view.waitingMet", { met: met > 0 ? `+${met}` : `−${-met}` })}`}
        {noData !== 0 && ` · ${t("view.waitingVillages", { villages: noData })}`}
        {waiting.funding && ` · ${t("view.waitingFunding")}`}
      </span>
      <Link className="link no-print" href={withQuery(path, query, { approvedOnly: "false" })}>
        {t("view.showAll")}
      </Link>
    </aside>
  );
}
