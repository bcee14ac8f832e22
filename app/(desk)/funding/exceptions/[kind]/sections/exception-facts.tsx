import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Said } from "#app/(desk)/funding/exceptions/sections/exception-table.tsx";
import { KindMark, OwnerName, sentenceOf } from "#app/(desk)/funding/exceptions/sections/exception-words.tsx";
import type { Day } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Exception } from "#lib/funding/queries/exceptions.ts";

/** What is wrong, by how much, with what, since when and whose it is. */
export async function ExceptionFacts({ exception, today }: { exception: Exception; today: Day }) {
  const t = await getTranslations();
  const { project, town, source, state } = exception;
  return (
    <section className="sheet p-4">
      <p className="mb-2 flex flex-wrap items-center gap-2">
        <KindMark exception={exception} />
        <span className="text-ink-2">{t(`exceptions.state.${state}`)}</span>
      </p>
      <p className="kpi-number mb-1">
        {formatFen(exception.amountFen)}
        <small>{t("unit.yuan")}</small>
      </p>
      <p className="mb-3">{sentenceOf(t, exception)}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        <dt className="text-ink-2">{t("funding.project")}</dt>
        <dd>
          <Link className="link" href={`/projects/${project.id}`}>{`${project.number} ${project.name}`}</Link>
        </dd>
        <dt className="text-ink-2">{t("level.town")}</dt>
        <dd>
          <Name of={town.name} />
        </dd>
        <dt className="text-ink-2">{t("funding.sourceLabel")}</dt>
        <dd>{source === null ? "—" : t(`funding.source.${source}`)}</dd>
        <dt className="text-ink-2">{t("exceptions.since")}</dt>
        <dd>
          {exception.sinceOn} · {t("exceptions.age", { days: exception.ageDays })}
        </dd>
        <dt className="text-ink-2">{t("exceptions.ownerLabel")}</dt>
        <dd>
          <OwnerName exception={exception} today={today} />
        </dd>
      </dl>
      <Said row={exception} />
    </section>
  );
}
