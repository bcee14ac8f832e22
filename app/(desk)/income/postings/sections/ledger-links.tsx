import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";

/** How each account counts, and the receipts that several months share. */
export async function LedgerLinks({ ctx, node }: { ctx: Ctx; node: Division }) {
  const t = await getTranslations("income");
  return (
    <Besides
      shown={
        <>
          <Link className="button no-print" href="/income/bases">
            {t("bases")}
          </Link>
          <Link
            className="button no-print"
            href={`/income/receipts?node=${node.level === "village" ? ctx.actor.scope.code : node.code}`}
          >
            {t("receipts")}
          </Link>
        </>
      }
    />
  );
}
