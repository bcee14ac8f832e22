import { randomUUID } from "node:crypto";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { DeskFiling as Filing } from "#lib/filing/queries/filed-month.ts";
import { submitFromDesk } from "../filing/actions.ts";
import { MonthStateMark } from "../filing/sections/month-state-mark.tsx";
import "../filing/sections/filing.css";

/**
 * Where the month stands with the office. Filing is one press when everything is there, else the way to what
 * is missing.
 */
export async function DeskFiling({ town, month, filing }: { town: Division; month: Month; filing: Filing }) {
  const t = await getTranslations();
  const { standing, version, submittable, complete } = filing;
  const path = `/filing/${town.code}/${month}`;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-2">
      <span>
        {t("nav.filing")}
        {t("app.colon")}
        <MonthStateMark standing={standing} />
      </span>
      {submittable && complete ? (
        <Act
          action={submitFromDesk}
          fields={{ townId: town.id, month, version, back: `/?month=${month}`, key: randomUUID() }}
          label={t("filing.submit")}
          offline={t("form.offline")}
          className="button-primary"
        />
      ) : (
        <Link className={submittable ? "button" : "link text-[13px]"} href={path}>
          {submittable ? t("filing.submit") : t("filing.see")}
        </Link>
      )}
    </div>
  );
}
