import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";

/** The form for another receipt, for whoever may enter one. */
export async function NewReceipt({ ctx, town }: { ctx: Ctx; town: Division | undefined }) {
  if (!may(ctx.actor, "income.apportion")) return null;
  const t = await getTranslations("receipt");
  const form = "/income/receipts/new";
  return (
    <Link className="button button-primary no-print" href={town ? `${form}?town=${town.id}` : form}>
      {t("new")}
    </Link>
  );
}
