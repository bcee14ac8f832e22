import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Month } from "#lib/core/dates.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import type { ReportForm } from "#lib/projects/queries/report-form.ts";

type Props = {
  project: ReportForm["project"];
  closed: NonNullable<ReportForm["closed"]>;
  month: Month;
  thisMonth: Month;
};

/** Why the month cannot be reported. */
export async function ClosedMonth({ project, closed, month, thisMonth }: Props) {
  const t = await getTranslations();
  const named = {
    "project.monthInFuture": thisMonth,
    "project.beforeCreation": monthOfDay(project.createdOn),
  }[closed as string];
  return (
    <section className="sheet grid justify-items-start gap-4 p-6">
      <p>{t(`refused.${closed}`, { month: named ?? month, on: project.endedOn ?? "" })}</p>
      <Link className="button" href={`/projects/${project.id}`}>
        {t("app.back")}
      </Link>
    </section>
  );
}
