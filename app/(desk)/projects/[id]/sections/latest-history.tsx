import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { ProjectHistory } from "#app/(desk)/projects/sections/project-history.tsx";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";

type Props = { card: ProjectCard; events: TrailEvent[]; query: Query };

/** The newest changes of a project, or all of them, and who changed it last. */
export async function LatestHistory({ card: { project }, events, query }: Props) {
  const t = await getTranslations();
  const all = one(query.history) === "all";
  const updated = project.updatedAt && { name: project.updatedBy ?? "", at: minuteOf(project.updatedAt) };
  return (
    <section className="sheet pb-2">
      <div className="sheet-head">
        <h2>{t("app.history")}</h2>
        {updated && <span className="note">{t("app.updated", updated)}</span>}
      </div>
      <ProjectHistory events={all ? events : events.slice(0, 5)} />
      {events.length > 5 && !all && (
        <p className="no-print px-4 py-2">
          <Link className="link" href="?history=all">
            {t("project.wholeHistory", { count: events.length })}
          </Link>
        </p>
      )}
    </section>
  );
}
