import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Link } from "#app/_ui/link.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { formatFen } from "#lib/core/money.ts";
import { dueOf } from "#lib/income/queries/due-portions.ts";
import { postDue } from "../actions.ts";

type Props = {
  ctx: Ctx;
  town: { id: number; code: string } /** On the list of receipts itself. */;
  listed?: boolean;
};

/** What a town can post of its receipts now, and the one press that does it. Nothing where nothing is due. */
export async function DueShares({ ctx, town, listed }: Props) {
  const due = await dueOf(ctx, town.id);
  if (due.count + due.closed === 0) return null;
  const t = await getTranslations();
  const [from = "", to = ""] = due.months ?? [];
  const mayPost = due.count > 0 && may(ctx.actor, "income.apportion", { divisionCode: town.code });
  return (
    <section
      className="sheet no-print mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
      aria-label={t("receipt.title")}
    >
      <p className="min-w-0">
        {due.count > 0 && (
          <>
            <span className="text-warn" aria-hidden="true">
              ◐
            </span>{" "}
            {t("receipt.due", { count: due.count, from, to, one: from === to ? "yes" : "no" })}{" "}
            <b>¥{formatFen(due.amountFen)}</b>
          </>
        )}
        {due.closed > 0 && (
          <span className="note block">{t("receipt.dueClosed", { count: due.closed })}</span>
        )}
      </p>
      <span className="ml-auto flex items-center gap-3 max-phone:ml-0 max-phone:w-full max-phone:justify-between">
        {!listed && (
          <Link className="link text-[13px]" href={`/income/receipts?node=${town.code}`}>
            {t("receipt.list")}
          </Link>
        )}
        {mayPost && (
          <Act
            action={postDue}
            fields={{ townId: town.id, key: crypto.randomUUID() }}
            label={t("receipt.postDue", { count: due.count })}
            offline={t("app.notDone")}
            className="button-primary"
          />
        )}
      </span>
    </section>
  );
}
